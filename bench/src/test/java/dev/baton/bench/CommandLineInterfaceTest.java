package dev.baton.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.bench.scenario.Scenario;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineInterfaceTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    return CommandLineInterface.commands()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --chats 0                            | --chats is from 1
          --watchers many                      | is not an int
          --duration 20                        | such as 20s
          --duration 0s                        | must be longer than nothing
          --url 127.0.0.1:8080 --token t       | --url is like http://127.0.0.1:8080
          --url ftp://127.0.0.1 --token t      | --url is like http://127.0.0.1:8080
          many-chats --rate 2000000            | --rate is from 1 to
          no-such-scenario                     | no-such-scenario
          """)
  void an_argument_of_no_use_is_refused_before_anything_is_started(String line, String message) {
    assertThat(run(line.split(" "))).isEqualTo(CommandLineInterface.IMPOSSIBLE);
    assertThat(err.toString()).contains(message);
  }

  @Test
  void a_server_that_is_not_there_is_told_in_a_line() {
    int exit = run("--url", "http://127.0.0.1:1", "--token", "t", "--chats", "1");

    assertThat(exit).isEqualTo(CommandLineInterface.IMPOSSIBLE);
    assertThat(err.toString()).contains("baton bench: ", "127.0.0.1:1");
  }

  @Test
  void each_scenario_is_a_command_and_says_what_it_finds_out() {
    for (Scenario scenario : Scenario.ALL) {
      assertThat(run("help", scenario.name())).isZero();
      assertThat(out.toString().replaceAll("\\s+", " ")).contains(scenario.question());
    }
  }

  @Test
  void a_report_becomes_the_table_of_the_documents(@TempDir Path directory) throws IOException {
    var file = directory.resolve("report.json");
    Files.writeString(
        file,
        """
        {"scenarios": [{"scenario": "many-chats", "goals": [
          {"name": "p99", "goal": "≤ 3 ms", "measured": "2.10 ms", "met": true},
          {"name": "other", "goal": "≥ 1", "measured": "0.50", "met": false}]}]}
        """);

    assertThat(run("table", file.toString())).isZero();
    assertThat(out.toString())
        .contains(
            "| `./baton bench many-chats` | p99 | ≤ 3 ms | 2.10 ms | met |",
            "| `./baton bench many-chats` | other | ≥ 1 | 0.50 | missed |");
  }

  @Test
  void what_is_no_report_makes_no_table(@TempDir Path directory) throws IOException {
    var file = Files.writeString(directory.resolve("other.json"), "{}");

    assertThat(run("table", file.toString())).isEqualTo(CommandLineInterface.IMPOSSIBLE);
    assertThat(err.toString()).contains("is not a report");
  }
}
