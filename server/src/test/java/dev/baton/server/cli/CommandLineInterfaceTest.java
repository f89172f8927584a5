package dev.baton.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineInterfaceTest {

  private static final int OK = 0;
  private static final int WRONG = 2;

  @TempDir Path temporary;

  @ParameterizedTest
  @ValueSource(strings = {"help", "help up", "help server"})
  void help_is_no_error(String arguments) {
    assertThat(run(arguments.split(" "))).isEqualTo(OK);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "down",
        "up --frobnicate",
        "up --replicas 0",
        "up --replicas many",
        "up --port 65536",
        "up --replicas 2 --port 65535"
      })
  void a_wrong_command_line_is_refused(String arguments) {
    assertThat(run(arguments.split(" "))).isEqualTo(WRONG);
  }

  @ParameterizedTest
  @ValueSource(strings = {"up", "server"})
  void a_wrong_key_stops_the_start(String command) throws IOException {
    var file = Files.writeString(temporary.resolve("baton.yaml"), "http: {prt: 1}");

    assertThat(run(command, "--config", file.toString())).isEqualTo(WRONG);
  }

  @Test
  void a_missing_configuration_file_stops_the_start() {
    assertThat(run("server", "--config", temporary.resolve("none").toString())).isEqualTo(WRONG);
  }

  private static int run(String... arguments) {
    return CommandLineInterface.run(
        (vertx, config) -> Future.failedFuture(new AssertionError("started")), arguments);
  }
}
