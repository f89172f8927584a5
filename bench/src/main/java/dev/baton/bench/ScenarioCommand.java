package dev.baton.bench;

import dev.baton.bench.host.HostException;
import dev.baton.bench.host.Machine;
import dev.baton.bench.scenario.Result;
import dev.baton.bench.scenario.Scenario;
import dev.baton.bench.scenario.Settings;
import dev.baton.bench.scenario.Stage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Plays scenarios, one after the other, and tells what they found.
@Command(sortOptions = false)
final class ScenarioCommand implements Callable<Integer> {

  @Mixin private LoadOptions options = new LoadOptions();

  @Option(names = "--json", paramLabel = "FILE", description = "Write all figures there, too.")
  private Optional<Path> json = Optional.empty();

  @Spec private CommandSpec spec = CommandSpec.create();

  private final List<Scenario> scenarios;

  ScenarioCommand(List<Scenario> scenarios) {
    this.scenarios = scenarios;
  }

  @Override
  public Integer call() {
    var settings = options.settings();
    var machine = Machine.now();
    var results = new ArrayList<Result>();
    var report = new Report(spec.commandLine().getOut());
    report.show(machine);
    for (Scenario scenario : scenarios) {
      var result = play(scenario, settings);
      results.add(result);
      report.show(result);
      json.ifPresent(file -> ReportFile.write(file, machine, results));
    }
    report.summarize(results);
    boolean clean = results.stream().allMatch(result -> result.faults().none());
    return clean ? 0 : CommandLineInterface.FAULTS;
  }

  private Result play(Scenario scenario, Settings settings) {
    say(scenario.name() + ": " + scenario.question());
    try (var stage = Stage.open(settings, this::say)) {
      return scenario.play(stage);
    } catch (HostException e) {
      throw new HostException(scenario.name() + ": " + e.getMessage());
    }
  }

  private void say(String line) {
    spec.commandLine().getErr().println(line);
    spec.commandLine().getErr().flush();
  }
}
