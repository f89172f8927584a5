package dev.baton.stream;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;

/// An event loop that the test turns.
final class FakeLoop implements Executor {

  private final Deque<Runnable> tasks = new ArrayDeque<>();
  private int turns;

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
  }

  boolean isIdle() {
    return tasks.isEmpty();
  }

  /// The task that runs, or ran last.
  int turns() {
    return turns;
  }

  void runOne() {
    turns++;
    tasks.remove().run();
  }

  void runAll() {
    while (!tasks.isEmpty()) {
      runOne();
    }
  }
}
