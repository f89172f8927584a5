package dev.baton.server.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {

  @TempDir Path temporary;

  @Test
  void a_key_is_made_once_and_only_its_owner_may_read_it() throws IOException {
    try (var directory = DataDirectory.hold(temporary)) {
      var key = directory.key("secret.key");

      assertThat(Base64.getDecoder().decode(key)).hasSize(32);
      assertThat(directory.key("secret.key")).isEqualTo(key);
      assertThat(directory.key("other.key")).isNotEqualTo(key);
      assertThat(Files.getPosixFilePermissions(temporary.resolve("secret.key")))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }
  }

  @Test
  void a_key_that_was_half_written_is_made_anew() throws IOException {
    Files.writeString(temporary.resolve("secret.key.new"), "ha");
    try (var directory = DataDirectory.hold(temporary)) {
      assertThat(Base64.getDecoder().decode(directory.key("secret.key"))).hasSize(32);
    }
  }

  @Test
  void a_file_where_the_directory_should_be_is_named() throws IOException {
    var file = Files.writeString(temporary.resolve("file"), "");
    assertThatThrownBy(() -> DataDirectory.hold(file))
        .isInstanceOf(DeploymentException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void it_can_be_held_again_after_it_was_let_go() {
    DataDirectory.hold(temporary).close();
    DataDirectory.hold(temporary).close();
    assertThat(temporary.resolve("up.lock"))
        .hasContent(ProcessHandle.current().pid() + System.lineSeparator());
  }
}
