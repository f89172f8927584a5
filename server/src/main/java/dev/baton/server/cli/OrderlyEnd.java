package dev.baton.server.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// The one way out of a long-running command: whatever ends it (SIGTERM, Ctrl-C, a failure, the
/// loss of the supervisor), everything is stopped first, once. The exit code is 0 unless a failure
/// was the reason, or stopping failed. Signals that follow the first are ignored by the JVM.
final class OrderlyEnd {

  private static final int UNDECIDED = -1;

  private final Runnable stop;
  private final AtomicInteger exitCode = new AtomicInteger(UNDECIDED);

  private OrderlyEnd(Runnable stop) {
    this.stop = stop;
  }

  /// @param stop runs on a thread of its own when the process is told to end; it may block
  static OrderlyEnd with(Runnable stop) {
    var end = new OrderlyEnd(stop);
    Runtime.getRuntime().addShutdownHook(new Thread(end::run, "orderly-end"));
    return end;
  }

  /// Ends the process; the first reason decides the exit code. Never returns.
  int now(int code) {
    exitCode.compareAndSet(UNDECIDED, code);
    System.exit(code);
    return code;
  }

  /// Waits for the end. Never returns.
  int await() throws InterruptedException {
    new CountDownLatch(1).await();
    return exitCode.get();
  }

  // A hook cannot choose the exit code otherwise than by halt, and a signal's own would be 143.
  private void run() {
    exitCode.compareAndSet(UNDECIDED, 0);
    try {
      stop.run();
    } catch (RuntimeException e) {
      System.err.println("baton: stopping failed: " + e);
      exitCode.set(1);
    }
    Runtime.getRuntime().halt(exitCode.get());
  }
}
