package dev.baton.bench.scenario;

import dev.baton.bench.host.HostException;
import java.util.List;

/// A question to a deployment.
public interface Scenario {

  /// All of them, in the order in which `all` plays them.
  List<Scenario> ALL =
      List.of(
          new FanOut(),
          new ManyChats(),
          new ManyTurns(),
          new Statements(),
          new IdleWatchers(),
          new Reconnect(),
          new StalledWatcher());

  /// The command.
  String name();

  /// What it finds out, in a line.
  String question();

  /// Blocks.
  ///
  /// @throws HostException when it cannot be played
  Result play(Stage stage);
}
