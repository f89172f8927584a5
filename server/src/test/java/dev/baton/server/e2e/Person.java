package dev.baton.server.e2e;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;

/// Somebody who goes on talking in one chat, and looks at it in two browsers, whatever happens to
/// the server: what got no answer is said again, in the same words under the same key.
final class Person {

  private static final Duration LONGEST_OUTAGE = Duration.ofSeconds(60);
  private static final int WORDS = 12;
  private static final int CHUNK_MILLIS = 25;

  private final BatonClient client;
  private final String name;
  private final Ledger ledger = new Ledger();
  private final Watcher host;
  private final Watcher guest;
  private int scripts;

  /// Begins a chat.
  Person(BatonClient client, String name) {
    this.client = client;
    this.name = name;
    var first = nextScript();
    String chat = client.create(first.message()).expect(201).json().path("id").asText();
    ledger.committed(first);
    host = Watcher.of(client, chat).insist();
    guest = Watcher.of(client, chat).insist();
  }

  /// Says one thing, and does not go before it is accepted.
  ///
  /// @return what was said
  String say() {
    var script = nextScript();
    String key = script.message().replaceAll("\\W+", "-");
    var accepted =
        Poll.first(LONGEST_OUTAGE, () -> said(script, key), () -> "nothing is accepted; " + host);
    ledger.accepted(accepted.json(), script);
    return script.message();
  }

  /// Says one thing, and waits for the answer to it and to all before.
  void ask() {
    String said = say();
    host.await("an answer", view -> view.isAtRest() && view.holds(said));
  }

  /// Asks a last time, and compares what is there with what was promised.
  void leave() {
    ask();
    var stored = Poll.first(LONGEST_OUTAGE, this::storedAsShown, () -> "no rest; " + host);
    ledger.check(stored);
    guest.awaitSame(stored);
    host.close();
    guest.close();
  }

  @Override
  public String toString() {
    return name + "%nhost: %s%nguest: %s".formatted(host, guest);
  }

  private Optional<Answer> said(Script script, String key) {
    return tried(() -> client.sendOnce(host.chat(), script.message(), key)).filter(Answer::isOk);
  }

  private Optional<StoredChat> storedAsShown() {
    return tried(() -> client.stored(host.chat()))
        .filter(stored -> stored.difference(host.view()).isEmpty());
  }

  /// Empty while the server cannot be reached.
  private static <T> Optional<T> tried(Callable<T> call) {
    try {
      return Optional.of(call.call());
    } catch (Exception | AssertionError unreachable) {
      return Optional.empty();
    }
  }

  private Script nextScript() {
    String message = name + ", message " + ++scripts;
    return scripts % 4 == 0
        ? Script.calling(message, "sleep", Wire.object().put("seconds", 0.5), CHUNK_MILLIS)
        : Script.words(message, WORDS, CHUNK_MILLIS);
  }
}
