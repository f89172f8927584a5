package dev.baton.model;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;

/// One loop for all calls, run by the test's own thread.
public final class TestLoop implements EventLoops, Executor {

  private final Deque<Runnable> tasks = new ArrayDeque<>();

  @Override
  public Executor next() {
    return this;
  }

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
  }

  /// Runs one task; says whether there was one.
  public boolean runOne() {
    var task = tasks.poll();
    if (task == null) {
      return false;
    }
    task.run();
    return true;
  }

  /// Runs what is there and what that adds.
  public void runAll() {
    while (runOne()) {
      // The next one, then.
    }
  }
}
