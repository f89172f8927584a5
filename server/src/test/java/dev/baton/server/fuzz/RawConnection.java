package dev.baton.server.fuzz;

import dev.baton.server.fuzz.FuzzRequest.Manner;
import io.vertx.core.MultiMap;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;

/// A connection on which anything may be written. One thread, which it blocks.
final class RawConnection implements AutoCloseable {

  /// Within which an answer comes, or the end. Generous: the machine may be busy.
  static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final int BABBLE_BYTES = 40;

  /// @param status 0 = the server hung up without a word
  record Answer(int status, MultiMap headers, String body) {

    static final Answer NONE = new Answer(0, MultiMap.caseInsensitiveMultiMap(), "");

    boolean isLast() {
      return status == 0
          || "close".equalsIgnoreCase(headers.get("Connection"))
          || !headers.contains("Content-Length");
    }
  }

  /// Neither an answer nor an end.
  static final class Hang extends RuntimeException {
    private static final long serialVersionUID = 1;

    Hang(FuzzRequest request, Throwable cause) {
      super("no answer within " + PATIENCE + " to " + request, cause);
    }
  }

  private final Socket socket;
  private final InputStream in;

  RawConnection(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout((int) PATIENCE.toMillis());
    socket.setTcpNoDelay(true);
    // Leaves no trace in the kernel, of which there would be too many.
    socket.setSoLinger(true, 0);
    in = new BufferedInputStream(socket.getInputStream());
  }

  /// @throws Hang if nothing comes
  Answer exchange(FuzzRequest request) throws IOException {
    try {
      write(request);
    } catch (IOException refused) {
      // Turned away while it was speaking: the answer may be there all the same.
    }
    try {
      return read(request);
    } catch (SocketTimeoutException e) {
      throw new Hang(request, e);
    } catch (IOException hungUp) {
      return Answer.NONE;
    }
  }

  private void write(FuzzRequest request) throws IOException {
    var out = socket.getOutputStream();
    var all = new ByteArrayOutputStream();
    all.write(request.head().getBytes());
    all.write(request.body().getBytes());
    if (request.manner() == Manner.SLOW) {
      for (byte each : all.toByteArray()) {
        out.write(each);
        out.flush();
      }
    } else {
      out.write(all.toByteArray());
    }
    if (request.manner() == Manner.CUT) {
      socket.shutdownOutput();
    }
  }

  private Answer read(FuzzRequest request) throws IOException {
    String line = line();
    if (!line.startsWith("HTTP/1.")) {
      return Answer.NONE;
    }
    int status = Integer.parseInt(line.substring(9, 12));
    var headers = MultiMap.caseInsensitiveMultiMap();
    for (String header = line(); !header.isEmpty(); header = line()) {
      int colon = header.indexOf(':');
      headers.add(header.substring(0, colon), header.substring(colon + 1).strip());
    }
    if (status == 100) {
      return read(request);
    }
    if (status == 101) {
      babble(request.number());
      return new Answer(status, headers, "");
    }
    if (request.method().equals("HEAD")) {
      return new Answer(status, headers, "");
    }
    int length =
        Integer.parseInt(headers.contains("Content-Length") ? headers.get("Content-Length") : "0");
    return new Answer(status, headers, new String(in.readNBytes(length), StandardCharsets.UTF_8));
  }

  /// Says what a client may not say, and waits until it is shown the door.
  private void babble(long number) throws IOException {
    var garbage = new byte[BABBLE_BYTES];
    new Random(number).nextBytes(garbage);
    // A masked text frame first, so that whatever follows, something was said.
    garbage[0] = (byte) 0x81;
    garbage[1] = (byte) 0x81;
    socket.getOutputStream().write(garbage);
    while (in.read() >= 0) {
      // Frames, then the end.
    }
  }

  private String line() throws IOException {
    var line = new ByteArrayOutputStream();
    for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
      if (next != '\r') {
        line.write(next);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException gone) {
      // It was to go anyway.
    }
  }
}
