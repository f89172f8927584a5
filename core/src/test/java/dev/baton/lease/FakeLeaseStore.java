package dev.baton.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.chat.WorkerId;
import dev.baton.store.Actor;
import dev.baton.store.LeaseStore;
import dev.baton.store.Replica;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A database that answers at once, unless it was told to stall: then it keeps the questions until
/// the test answers them. It knows which rows stand.
public final class FakeLeaseStore implements LeaseStore {

  /// A question without an answer yet.
  public record Question(String name, WorkerId worker, Promise<Renewal> promise) {}

  private final Set<WorkerId> rows = new HashSet<>();
  private final Deque<Question> open = new ArrayDeque<>();
  private final List<Load> loads = new ArrayList<>();
  private boolean stalled;
  private int asked;

  @Override
  public Future<Void> register(Registration registration) {
    return ask("register", registration.worker()).mapEmpty();
  }

  @Override
  public Future<Renewal> renew(WorkerId worker, Load load, Duration ttl) {
    loads.add(load);
    return ask("renew", worker);
  }

  @Override
  public Future<Void> remove(WorkerId worker) {
    return ask("remove", worker).mapEmpty();
  }

  @Override
  public Future<Boolean> deleteIfSilent(WorkerId worker, Duration silence) {
    return Future.succeededFuture(rows.remove(worker));
  }

  @Override
  public Future<List<Replica>> replicas(Actor actor) {
    return Future.succeededFuture(List.of());
  }

  /// From now on questions wait.
  public FakeLeaseStore stall() {
    stalled = true;
    return this;
  }

  /// Questions are answered again at once; those that wait go on waiting.
  public FakeLeaseStore recover() {
    stalled = false;
    return this;
  }

  /// Somebody took over.
  public void delete(WorkerId worker) {
    assertThat(rows.remove(worker)).as("a row of worker %s", worker).isTrue();
  }

  public Question assertAsked(String name) {
    Question oldest = open.poll();
    assertThat(oldest).as("a question that waits").isNotNull();
    assertThat(oldest.name()).isEqualTo(name);
    return oldest;
  }

  public void assertNothingWaits() {
    assertThat(open).isEmpty();
  }

  public void answer(Question question) {
    question.promise().complete(act(question));
  }

  public void fail(Question question) {
    question.promise().fail("connection reset");
  }

  /// How many questions there were in all.
  public int asked() {
    return asked;
  }

  public Set<WorkerId> rows() {
    return Set.copyOf(rows);
  }

  public Load lastLoad() {
    return loads.getLast();
  }

  private Future<Renewal> ask(String name, WorkerId worker) {
    asked++;
    var question = new Question(name, worker, Promise.promise());
    if (stalled) {
      open.add(question);
    } else {
      answer(question);
    }
    return question.promise().future();
  }

  private Renewal act(Question question) {
    return switch (question.name()) {
      case "register" -> {
        rows.add(question.worker());
        yield new Renewal.Renewed();
      }
      case "renew" -> rows.contains(question.worker()) ? new Renewal.Renewed() : new Renewal.Gone();
      default -> {
        rows.remove(question.worker());
        yield new Renewal.Gone();
      }
    };
  }
}
