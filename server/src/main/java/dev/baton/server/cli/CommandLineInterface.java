package dev.baton.server.cli;

import dev.baton.server.config.ConfigException;
import dev.baton.server.embedded.DeploymentException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/// The commands of `baton`.
public final class CommandLineInterface {

  private CommandLineInterface() {}

  /// Runs one command on this thread, to its end.
  ///
  /// @return the exit code
  public static int run(Service service, String... arguments) {
    return new CommandLine(new Baton())
        .addSubcommand(new UpCommand())
        .addSubcommand(new ServerCommand(service))
        .addSubcommand(new HelpCommand())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler((failure, command, _) -> report(failure, command))
        .execute(arguments);
  }

  private static int report(Exception failure, CommandLine command) throws Exception {
    int exitCode =
        switch (failure) {
          case ConfigException _ -> CommandLine.ExitCode.USAGE;
          case DeploymentException _ -> CommandLine.ExitCode.SOFTWARE;
          default -> throw failure;
        };
    command.getErr().println("baton: " + failure.getMessage());
    return exitCode;
  }

  @Command(
      name = "baton",
      description = "A self-hosted, multi-replica server for AI-agent chats.",
      synopsisSubcommandLabel = "COMMAND")
  private static final class Baton {}
}
