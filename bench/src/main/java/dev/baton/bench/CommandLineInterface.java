package dev.baton.bench;

import dev.baton.bench.host.HostException;
import dev.baton.bench.scenario.CustomLoad;
import dev.baton.bench.scenario.Scenario;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/// The commands of `baton bench`. Exit codes: 0, also when a goal was missed; 1 when a part was
/// lost, came again or came out of order, or a turn failed; 2 when nothing could be measured.
final class CommandLineInterface {

  static final int FAULTS = 1;
  static final int IMPOSSIBLE = 2;

  private CommandLineInterface() {}

  /// Runs one command on this thread, to its end.
  static int run(String... arguments) {
    return commands().execute(arguments);
  }

  static CommandLine commands() {
    var bench =
        command(
                List.of(new CustomLoad()),
                "Load on a server, beside the raw limit of the machine in the same run.",
                "Without a command it is a load of your own. Without --url a deployment is started"
                    + " for it.")
            .setCommandName("baton bench");
    for (Scenario scenario : Scenario.ALL) {
      bench.addSubcommand(scenario.name(), command(List.of(scenario), scenario.question()));
    }
    return bench
        .addSubcommand("all", command(Scenario.ALL, "All of the above, with a summary."))
        .addSubcommand(new JmhCommand())
        .addSubcommand(new TableCommand())
        .addSubcommand(new HelpCommand())
        .registerConverter(Duration.class, new TimeSpan())
        .setExecutionExceptionHandler((failure, command, _) -> report(failure, command));
  }

  private static CommandLine command(List<Scenario> scenarios, String... description) {
    var command = new CommandLine(new ScenarioCommand(scenarios));
    command.getCommandSpec().usageMessage().description(description);
    return command;
  }

  private static int report(Exception failure, CommandLine command) throws Exception {
    if (!(failure instanceof HostException)) {
      throw failure;
    }
    command.getErr().println("baton bench: " + failure.getMessage());
    return IMPOSSIBLE;
  }

  /// Micro-benchmarks.
  @Command(
      name = "jmh",
      description = "The micro-benchmarks (JMH); the arguments are its own, such as a pattern.")
  private static final class JmhCommand implements Callable<Integer> {

    @CommandLine.Unmatched private List<String> arguments = List.of();

    @Override
    public Integer call() throws Exception {
      org.openjdk.jmh.Main.main(arguments.toArray(String[]::new));
      return 0;
    }
  }
}
