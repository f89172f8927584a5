package dev.baton.server.e2e;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Somebody who looks at a chat: one connection at a time, all of them judged. For any thread; the
/// methods that wait are woken by what comes in.
final class Watcher {

  private static final int MOST_MOMENTS = 64;
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final BatonClient client;
  private final String chat;
  private final Transcript transcript = new Transcript();
  private final StreamChecker checker = new StreamChecker(transcript);
  private final List<StreamView> moments = new ArrayList<>();
  private @Nullable Connection connection;
  private @Nullable Breach breach;
  private boolean insists;

  Watcher(BatonClient client, String chat) {
    this.client = client;
    this.chat = chat;
  }

  /// Comes for the first time.
  static Watcher of(BatonClient client, String chat) {
    return new Watcher(client, chat).open(StreamView.EMPTY, new Resume.Beginning());
  }

  /// Comes back with what it last saw.
  Watcher reopen() {
    var seen = view();
    return open(seen, seen.resume());
  }

  /// Comes back as a client that had seen this, through another server perhaps.
  Watcher open(StreamView seen, Resume resume) {
    close();
    BatonClient.await("stream of " + chat + " " + resume, connect(new Connection(), seen, resume));
    return this;
  }

  /// From now on it comes back by itself whenever the server hangs up, as often as it takes.
  synchronized Watcher insist() {
    insists = true;
    return this;
  }

  private Future<StreamSocket> connect(Connection next, StreamView seen, Resume resume) {
    synchronized (this) {
      connection = next;
      checker.open(seen, resume);
    }
    return client.stream(chat, resume, next).onSuccess(opened -> next.socket = Optional.of(opened));
  }

  private synchronized void comeBack(Connection from) {
    if (from == connection) {
      var next = new Connection();
      connect(next, view(), view().resume())
          .onFailure(refused -> onClose(next, StreamSocket.BROKEN, refused.toString()));
    }
  }

  /// Leaves. What still arrives is not looked at.
  void close() {
    Optional.ofNullable(leave()).flatMap(left -> left.socket).ifPresent(StreamSocket::close);
  }

  private synchronized @Nullable Connection leave() {
    var left = connection;
    connection = null;
    if (left != null) {
      transcript.note("leave");
    }
    return left;
  }

  String chat() {
    return chat;
  }

  synchronized StreamView view() {
    return checker.view();
  }

  /// Some of the moments so far at which no change was under way, in order.
  synchronized List<StreamView> moments() {
    return List.copyOf(moments);
  }

  @Override
  public String toString() {
    return transcript.toString();
  }

  /// Begins a new history.
  void forget() {
    transcript.clear();
  }

  void note(String line) {
    transcript.note(line);
  }

  /// Waits until the view is so, with no change under way.
  ///
  /// @throws Breach when a rule was broken, the server hung up, or it took too long
  synchronized StreamView await(String what, Predicate<StreamView> condition) {
    waitFor(what, () -> holds(condition) || isHungUp());
    if (!holds(condition)) {
      throw new Breach("hung up while waiting for " + what).in(transcript);
    }
    return checker.view();
  }

  StreamView awaitRest() {
    return await("rest", StreamView::isAtRest);
  }

  /// Waits until the server has closed the connection.
  ///
  /// @return the close code
  synchronized int awaitClose() {
    waitFor("close", this::isHungUp);
    return connection == null ? StreamSocket.BROKEN : connection.code;
  }

  /// Fails if any rule was broken so far.
  synchronized void check() {
    if (breach != null) {
      throw breach;
    }
  }

  /// Waits until what is shown is what is stored. The chat must be at rest.
  void awaitSame(StoredChat stored) {
    await("what is stored: " + stored, view -> stored.difference(view).isEmpty());
  }

  /// What a client must not do.
  void say(String data) {
    Optional.ofNullable(current()).flatMap(open -> open.socket).ifPresent(to -> to.write(data));
  }

  void pauseReading() {
    Optional.ofNullable(current()).flatMap(open -> open.socket).ifPresent(StreamSocket::pause);
  }

  void resumeReading() {
    Optional.ofNullable(current()).flatMap(open -> open.socket).ifPresent(StreamSocket::resume);
  }

  private synchronized @Nullable Connection current() {
    return connection;
  }

  private boolean holds(Predicate<StreamView> condition) {
    return checker.isSettled() && condition.test(checker.view());
  }

  private boolean isHungUp() {
    return !insists && (connection == null || connection.code != 0);
  }

  private synchronized void waitFor(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    check();
    while (!condition.getAsBoolean()) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        throw new Breach("waited in vain for " + what + ", seen: " + checker.view()).in(transcript);
      }
      try {
        wait(left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new Breach("interrupted while waiting for " + what).in(transcript);
      }
      check();
    }
  }

  private synchronized void onFrame(Connection from, String text) {
    if (from != connection || breach != null) {
      return;
    }
    try {
      checker.frame(text);
      if (checker.isSettled()) {
        keep(checker.view());
      }
    } catch (Breach found) {
      breach = found;
    }
    notifyAll();
  }

  /// Of many, every second one is forgotten.
  private void keep(StreamView moment) {
    moments.add(moment);
    if (moments.size() > MOST_MOMENTS) {
      for (int i = moments.size() - 2; i >= 0; i -= 2) {
        moments.remove(i);
      }
    }
  }

  private synchronized void onClose(Connection from, int code, String reason) {
    from.code = code;
    if (from == connection) {
      transcript.note("closed by the server: " + code + " " + reason);
      notifyAll();
      if (insists) {
        client.later(PAUSE, () -> comeBack(from));
      }
    }
  }

  private final class Connection implements StreamSocket.Listener {

    private volatile Optional<StreamSocket> socket = Optional.empty();
    private int code;

    @Override
    public void onFrame(String text) {
      Watcher.this.onFrame(this, text);
    }

    @Override
    public void onClose(int code, String reason) {
      Watcher.this.onClose(this, code, reason);
    }
  }
}
