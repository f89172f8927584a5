package dev.baton.bench;

/// `baton bench`, the program.
public final class Main {

  private Main() {}

  public static void main(String[] arguments) {
    System.exit(CommandLineInterface.run(arguments));
  }
}
