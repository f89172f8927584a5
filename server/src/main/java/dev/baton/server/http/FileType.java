package dev.baton.server.http;

import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a file is, seen from its bytes. What its sender says of it counts only among texts, which
/// all look alike.
final class FileType {

  private static final List<Magic> MAGIC =
      List.of(
          new Magic("image/png", 0, "\u0089PNG\r\n\u001a\n"),
          new Magic("image/jpeg", 0, "\u00ff\u00d8\u00ff"),
          new Magic("image/gif", 0, "GIF87a"),
          new Magic("image/gif", 0, "GIF89a"),
          new Magic("image/webp", 8, "WEBP"),
          new Magic("application/pdf", 0, "%PDF-"));

  private static final List<String> TEXTS =
      List.of("text/markdown", "text/csv", "application/json", "text/plain");

  private FileType() {}

  /// @param said the sender's `Content-Type`
  /// @return empty if it is nothing that a model can look at
  static Optional<String> of(Buffer bytes, Optional<String> said) {
    return MAGIC.stream()
        .filter(magic -> magic.isIn(bytes))
        .map(Magic::mediaType)
        .findFirst()
        .or(() -> text(bytes, said));
  }

  private static Optional<String> text(Buffer bytes, Optional<String> said) {
    if (!isText(bytes)) {
      return Optional.empty();
    }
    String plain = said.orElse("").split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return Optional.of(TEXTS.contains(plain) ? plain : "text/plain");
  }

  /// UTF-8 without control characters but those that texts have.
  private static boolean isText(Buffer bytes) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.getBytes()))
          .chars()
          .noneMatch(c -> c < ' ' && "\t\n\r\f\u001b".indexOf(c) < 0);
    } catch (CharacterCodingException _) {
      return false;
    }
  }

  /// @param bytes a character for each byte
  private record Magic(String mediaType, int offset, String bytes) {
    boolean isIn(Buffer file) {
      int end = offset + bytes.length();
      return file.length() >= end && file.getString(offset, end, "ISO-8859-1").equals(bytes);
    }
  }
}
