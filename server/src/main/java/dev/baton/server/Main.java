package dev.baton.server;

import dev.baton.server.cli.CommandLineInterface;

/// `baton`, the program.
public final class Main {

  private Main() {}

  public static void main(String[] arguments) {
    System.exit(
        CommandLineInterface.run(
            (vertx, config) -> Replica.start(vertx, config).map(replica -> replica::stop),
            arguments));
  }
}
