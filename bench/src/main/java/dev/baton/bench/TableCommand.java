package dev.baton.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// The table of `docs/benchmarks.md`, from what `--json` has written.
@Command(name = "table", description = "Print reports of --json as the table of the documents.")
final class TableCommand implements Callable<Integer> {

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "Reports.")
  private List<Path> files = List.of();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    var out = spec.commandLine().getOut();
    out.println("| scenario | figure | goal | measured | |");
    out.println("| --- | --- | --- | --- | --- |");
    for (Path file : files) {
      for (JsonNode scenario : ReportFile.read(file).path("scenarios")) {
        for (JsonNode goal : scenario.path("goals")) {
          out.println(row(scenario, goal));
        }
      }
    }
    out.flush();
    return 0;
  }

  private static String row(JsonNode scenario, JsonNode goal) {
    return "| `./baton bench %s` | %s | %s | %s | %s |"
        .formatted(
            scenario.path("scenario").asText(),
            goal.path("name").asText(),
            goal.path("goal").asText(),
            goal.path("measured").asText(),
            goal.path("met").asBoolean() ? "met" : "missed");
  }
}
