package dev.baton.bench.load;

import dev.baton.bench.host.HostException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/// The same for many, a bounded number at once.
public final class Many {

  private static final long LONGEST_SECONDS = 600;

  private Many() {}

  /// Blocks until all are done.
  ///
  /// @return the results, in order
  public static <T> List<T> atOnce(int bound, int count, IntFunction<Future<T>> one) {
    var next = new AtomicInteger();
    var results = new ArrayList<Promise<T>>();
    IntStream.range(0, count).forEach(_ -> results.add(Promise.promise()));
    IntStream.range(0, Math.min(bound, count)).forEach(_ -> step(next, results, one));
    return results.stream().map(result -> await(result.future())).toList();
  }

  private static <T> void step(
      AtomicInteger next, List<Promise<T>> results, IntFunction<Future<T>> one) {
    int index = next.getAndIncrement();
    if (index < results.size()) {
      one.apply(index).onComplete(results.get(index)).onComplete(_ -> step(next, results, one));
    }
  }

  /// Waits, but not for ever.
  public static <T> T await(Future<T> future) {
    try {
      return future.await(LONGEST_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new HostException(
          "No answer in " + LONGEST_SECONDS + " seconds; is the server still there?");
    }
  }
}
