package dev.baton.server.fuzz;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// What goes over the wire, byte by byte.
///
/// @param number which of the seed's requests it is
/// @param manner how its bytes are sent
record FuzzRequest(
    long number, String method, String uri, Buffer head, Buffer body, Manner manner) {

  private static final int SHOWN = 1_500;

  enum Manner {
    /// All at once.
    WHOLE,
    /// A few bytes at a time.
    SLOW,
    /// Not to the end; then the sender says no more.
    CUT,
    /// Followed by frames of a WebSocket that are none.
    BABBLE
  }

  static FuzzRequest of(
      long number, String method, String uri, List<String> headers, byte[] body, Manner manner) {
    var head = new StringBuilder(method + " " + uri + " HTTP/1.1\r\n");
    headers.forEach(header -> head.append(header).append("\r\n"));
    byte[] bytes = head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    return new FuzzRequest(number, method, uri, Buffer.buffer(bytes), Buffer.buffer(body), manner);
  }

  @Override
  public String toString() {
    String text =
        head.toString(StandardCharsets.ISO_8859_1) + body.toString(StandardCharsets.UTF_8);
    var shown = new StringBuilder("request " + number + ", " + manner + ": ");
    text.codePoints()
        .limit(SHOWN)
        .forEach(each ->
            shown.append(
                each >= ' ' && each < 127 ? Character.toString(each) : "\\u{%x}".formatted(each)));
    return shown.toString();
  }
}
