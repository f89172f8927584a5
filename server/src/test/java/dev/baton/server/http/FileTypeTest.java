package dev.baton.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileTypeTest {

  @ParameterizedTest
  @CsvSource({
    "89504e470d0a1a0a00, image/png",
    "ffd8ffe0, image/jpeg",
    "474946383961, image/gif",
    "52494646000000005745425056, image/webp",
    "255044462d312e37, application/pdf",
  })
  void binary_files_are_told_by_their_first_bytes_whatever_is_said(String hex, String type) {
    var bytes = Buffer.buffer(HexFormat.of().parseHex(hex));

    assertThat(FileType.of(bytes, Optional.of("text/csv"))).contains(type);
  }

  @ParameterizedTest
  @CsvSource({
    "text/markdown; charset=utf-8, text/markdown",
    "application/json, application/json",
    "image/svg+xml, text/plain",
    "text/html, text/plain",
  })
  void texts_are_what_they_are_said_to_be_among_texts(String said, String type) {
    var text = Buffer.buffer("<p>ü</p>".getBytes(StandardCharsets.UTF_8));

    assertThat(FileType.of(text, Optional.of(said))).contains(type);
  }

  @Test
  void other_bytes_are_no_file_for_a_model() {
    assertThat(FileType.of(Buffer.buffer(new byte[] {'P', 'K', 3, 4}), Optional.empty())).isEmpty();
    assertThat(FileType.of(Buffer.buffer(new byte[] {(byte) 0xc3}), Optional.of("text/plain")))
        .isEmpty();
  }
}
