package dev.baton.server.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.server.contract.Witness;
import dev.baton.server.e2e.LoneReplica;
import dev.baton.server.fuzz.FuzzRequest.Manner;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The short form runs with the build. The long one:
///
/// ```
/// mvn -pl server -am test -Dtest=FuzzTest -Dsurefire.failIfNoSpecifiedTests=false \
///     -Dbaton.fuzz.requests=100000 -Dbaton.fuzz.seed=7
/// ```
///
/// A failure names the seed and the request; `-Dbaton.fuzz.from=<number> -Dbaton.fuzz.requests=1`
/// sends that one alone.
@Tag("e2e")
final class FuzzTest {

  private static final long REQUESTS = Long.getLong("baton.fuzz.requests", 600);
  private static final long FROM = Long.getLong("baton.fuzz.from", 0);
  private static final long SEED = Long.getLong("baton.fuzz.seed", 1);
  private static final int BATCH = 150;
  private static final int SENDERS = 4;
  private static final int PROGRESS_EVERY = 5_000;
  private static final Duration SETTLES_WITHIN = Duration.ofSeconds(60);

  /// What a warm server may hold more than one that is warmed up: caches of what was asked for.
  private static final long SPARE_KILOBYTES = 24 * 1024;

  private final Map<Integer, AtomicLong> statuses = new ConcurrentSkipListMap<>();

  @Test
  void no_request_breaks_the_server_or_changes_what_it_was_refused(@TempDir Path directory)
      throws Exception {
    try (var replica = new LoneReplica(directory.resolve("server.log"))) {
      var chats = List.of(replica.chat(), replica.chat());
      var source = new RequestSource(SEED, LoneReplica.TOKEN, chats);
      var digest = new Digest(replica.vertx(), replica.database());
      refuse(replica, source, digest);
      long sessions = digest.sessions();
      long heap = Leaks.heapKilobytes(replica.pid());
      mix(replica, source);
      report("done");
      chats.forEach(replica::interrupt);
      nothingIsLeft(replica, digest, sessions, heap);
    }
  }

  /// Half of the requests, in batches after which the database must be as it was.
  private void refuse(LoneReplica replica, RequestSource source, Digest digest) throws Exception {
    for (long from = FROM; from < FROM + (REQUESTS + 1) / 2; from += BATCH) {
      settle(digest);
      var before = digest.take();
      long batch = Math.min(BATCH, FROM + (REQUESTS + 1) / 2 - from);
      boolean refused = send(replica, source::refused, from, batch);
      if (refused) {
        assertThat(digest.take())
            .as("%s: changed by requests %d to %d of refused", seed(), from, from + batch - 1)
            .isEqualTo(before);
      }
    }
  }

  private void mix(LoneReplica replica, RequestSource source) throws Exception {
    for (long from = FROM; from < FROM + REQUESTS / 2; from += BATCH) {
      send(replica, source::mixed, from, Math.min(BATCH, FROM + REQUESTS / 2 - from));
    }
  }

  /// Sends some requests, each sender its share, some of them twice at once.
  ///
  /// @return whether all that would change something were refused
  private boolean send(LoneReplica replica, LongFunction<FuzzRequest> source, long from, long count)
      throws Exception {
    var shares = new ArrayList<Callable<Boolean>>();
    for (int sender = 0; sender < SENDERS; sender++) {
      int first = sender;
      shares.add(() -> {
        boolean refused = true;
        try (var line = new Line(replica.port())) {
          for (long number = from + first; number < from + count; number += SENDERS) {
            // Every tenth is what the neighbour sends at this moment.
            boolean twin = number % 10 == 1 && first > 0;
            refused &= judge(replica, source.apply(twin ? number - 1 : number), line);
          }
        }
        return refused;
      });
    }
    boolean refused = true;
    try (var senders = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var share : senders.invokeAll(shares)) {
        refused &= share.get();
      }
    } catch (ExecutionException e) {
      throw new AssertionError(seed(), e.getCause());
    }
    if ((from + count) % PROGRESS_EVERY < count) {
      report(String.valueOf(from + count));
    }
    return refused;
  }

  private boolean judge(LoneReplica replica, FuzzRequest request, Line line) throws IOException {
    var answer = line.exchange(request);
    statuses.computeIfAbsent(answer.status(), _ -> new AtomicLong()).incrementAndGet();
    boolean isDeliberate = answer.status() == 503 && answer.headers().contains("Retry-After");
    if (answer.status() >= 500 && !isDeliberate) {
      throw new AssertionError(
          "%s: %d %s to %s%n%s"
              .formatted(seed(), answer.status(), answer.body(), request, replica.tail()));
    }
    if (answer.status() >= 200 && answer.headers().contains("Content-Length")) {
      Witness.ofTheTests()
          .answer(
              request.method(), request.uri(), answer.status(), answer.headers(), answer.body());
      assertThat(Witness.ofTheTests().faults()).as("%s, after %s", seed(), request).isEmpty();
    }
    return answer.status() == 0
        || answer.status() >= 400
        || (request.method().equals("GET") && answer.status() != 101);
  }

  private void nothingIsLeft(LoneReplica replica, Digest digest, long sessions, long heap) {
    await("chats at rest", () -> digest.busy() == 0);
    await("connections closed", () -> Leaks.connections(replica.port()) <= 1);
    await("watchers gone", () -> replica.watchers() == 0);
    assertThat(digest.sessions())
        .as("%s: sessions of the database", seed())
        .isLessThanOrEqualTo(sessions + SENDERS);
    assertThat(Leaks.heapKilobytes(replica.pid()))
        .as("%s: live heap", seed())
        .isLessThan(heap + SPARE_KILOBYTES);
  }

  private static void settle(Digest digest) {
    await("the database at rest", () -> digest.busy() == 0 && digest.take().equals(digest.take()));
  }

  private static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + SETTLES_WITHIN.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime())
          .as("%s: waited in vain for %s", seed(), what)
          .isLessThan(deadline);
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }

  private void report(String progress) {
    System.out.printf("fuzz, %s: %s, %s%n", seed(), progress, statuses);
  }

  private static String seed() {
    return "seed " + SEED;
  }

  /// A connection that is used again while that is possible.
  private static final class Line implements AutoCloseable {

    private final int port;
    private Optional<RawConnection> open = Optional.empty();

    Line(int port) {
      this.port = port;
    }

    RawConnection.Answer exchange(FuzzRequest request) throws IOException {

      var connection = open.isPresent() ? open.get() : new RawConnection(port);
      open = Optional.of(connection);
      var answer = connection.exchange(request);
      boolean isSound = request.manner() == Manner.WHOLE || request.manner() == Manner.SLOW;
      if (answer.isLast() || !isSound || answer.status() >= 400) {
        close();
      }
      return answer;
    }

    @Override
    public void close() {
      open.ifPresent(RawConnection::close);
      open = Optional.empty();
    }
  }
}
