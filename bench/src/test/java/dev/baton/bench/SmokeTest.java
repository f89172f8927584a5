package dev.baton.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("e2e")
class SmokeTest {

  @Test
  void a_small_load_on_a_real_server_and_on_the_raw_one_arrives_whole(@TempDir Path directory) {
    var err = new StringWriter();
    var file = directory.resolve("report.json");

    int exit =
        CommandLineInterface.commands()
            .setErr(new PrintWriter(err))
            .setOut(new PrintWriter(new StringWriter()))
            .execute(
                ("--chats 3 --watchers 2 --rate 20 --warm-up 200ms --duration 1s --rounds 1 --raw"
                        + " --json "
                        + file)
                    .split(" "));

    assertThat(exit).as("%s", err).isZero();
    var figures = ReportFile.read(file).at("/scenarios/0/figures");
    for (String source : new String[] {"baton", "raw"}) {
      assertThat(figures.at("/" + source + "/0/parts_per_second").asDouble()).isPositive();
      assertThat(figures.at("/" + source + "/0/travel/count").asLong()).isPositive();
    }
  }
}
