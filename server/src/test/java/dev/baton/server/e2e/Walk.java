package dev.baton.server.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;

/// A random walk through all that a person can do to a chat, with three browsers that look on: one
/// stays, two come and go. What is done follows from the seed alone; when, from what is seen.
final class Walk {

  private static final int STEPS = 14;
  private static final int ROUNDS_TO_REST = 25;
  private static final int CHUNK_MILLIS = 8;

  private final BatonClient client;
  private final RandomGenerator random;
  private final Ledger ledger = new Ledger();
  private final List<Watcher> guests = new ArrayList<>();
  private final Watcher host;
  private final String chat;
  private int scripts;

  Walk(BatonClient client, long seed) {
    this.client = client;
    this.random = new Random(seed);
    var first = nextScript();
    this.chat = client.create(first.message()).expect(201).json().path("id").asText();
    ledger.committed(first);
    this.host = Watcher.of(client, chat);
    guests.add(Watcher.of(client, chat));
    guests.add(Watcher.of(client, chat));
  }

  /// Goes all the way, and checks what has come of it.
  void run() {
    for (int step = 0; step < STEPS; step++) {
      act();
      linger();
      guests.forEach(Watcher::check);
    }
    comeToRest();
    compare();
  }

  /// All that was done and seen, for the report.
  String history() {
    var all = new StringBuilder("chat " + chat);
    all.append("%nhost: %s".formatted(host));
    guests.forEach(guest -> all.append("%nguest: %s".formatted(guest)));
    return all.toString();
  }

  void leave() {
    host.close();
    guests.forEach(Watcher::close);
  }

  private void act() {
    switch (random.nextInt(20)) {
      case 0, 1, 2, 3 -> send("queue");
      case 4, 5 -> send("interrupt");
      case 6, 7 -> interrupt();
      case 8 -> edit();
      case 9 -> editQueued();
      case 10 -> deleteQueued();
      case 11, 12 -> promote();
      case 13 -> retry();
      case 14 -> archive();
      case 15, 16, 17, 18 -> comeBack();
      default -> dawdle();
    }
  }

  private void linger() {
    var before = host.view();
    switch (random.nextInt(5)) {
      case 0, 1 ->
          host.await(
              "the next event", view -> view.isAtRest() || !view.cursor().equals(before.cursor()));
      case 2 -> host.await("some parts", view -> view.isAtRest() || view.preview().seq() > 4);
      case 3 -> host.awaitRest();
      default -> {}
    }
  }

  private void send(String busyBehavior) {
    var script = nextScript();
    var answer = expect(Set.of(200, 429), client.send(chat, script.message(), busyBehavior));
    if (answer.isOk()) {
      accept(answer.json(), script, busyBehavior);
    }
  }

  private void accept(JsonNode sent, Script script, String busyBehavior) {
    ledger.accepted(sent, script);
    if (sent.path("queued").asBoolean() && busyBehavior.equals("interrupt")) {
      ledger.interrupted();
    }
  }

  private void interrupt() {
    if (expect(Set.of(200, 409), client.interrupt(chat)).isOk()) {
      ledger.interrupted();
    }
  }

  private void edit() {
    var before = client.stored(chat).messages();
    var users = before.stream().filter(message -> message.role().equals("user")).toList();
    var old = pick(users);
    var script = nextScript();
    var edited = expect(Set.of(200), client.edit(chat, old.id(), script.message())).json();
    var deleted = new ArrayList<Long>();
    edited.path("deleted_message_ids").forEach(id -> deleted.add(id.longValue()));
    var gone = before.stream().map(Event.Message::id).filter(id -> id >= old.id()).toList();
    if (!deleted.containsAll(gone)) {
      throw new Breach("deleted " + deleted + " by an edit of " + old.id() + " in " + before);
    }
    ledger.edited(old.id(), before, script);
  }

  private void editQueued() {
    long id = someQueued();
    var script = nextScript();
    if (expect(Set.of(200, 404), client.editQueued(chat, id, script.message())).isOk()) {
      ledger.queued(id, script);
    }
  }

  private void deleteQueued() {
    long id = someQueued();
    if (expect(Set.of(204, 404), client.deleteQueued(chat, id)).isOk()) {
      ledger.drop(id);
    }
  }

  private void promote() {
    long id = someQueued();
    if (expect(Set.of(202, 404), client.promote(chat, id)).isOk()) {
      ledger.promoted(id);
    }
  }

  private void retry() {
    expect(Set.of(202, 409), client.retry(chat));
  }

  private void archive() {
    if (expect(Set.of(204, 409), client.archive(chat, true)).isOk()) {
      expect(Set.of(409), client.send(chat, nextScript().message(), "queue"));
      expect(Set.of(409), client.interrupt(chat));
      expect(Set.of(409), client.retry(chat));
      expect(Set.of(204), client.archive(chat, false));
    }
  }

  /// A guest comes back: as itself, as it was at some moment before, with some messages only, or
  /// with nothing.
  private void comeBack() {
    var guest = pick(guests);
    var seen = guest.view();
    switch (random.nextInt(4)) {
      case 0 -> guest.reopen();
      case 1 -> {
        var moment = someMoment(guest);
        guest.open(moment, moment.resume());
      }
      case 2 -> {
        var id = seen.messages().isEmpty() ? 0 : pick(List.copyOf(seen.messages().keySet()));
        guest.open(seen, new Resume.AfterMessage(id));
      }
      default -> guest.open(StreamView.EMPTY, new Resume.Beginning());
    }
  }

  /// A guest stops reading for as long as it takes until it is chosen again.
  private void dawdle() {
    guests.forEach(Watcher::resumeReading);
    pick(guests).pauseReading();
  }

  /// Sends messages until one of them has been answered and nothing is left to do.
  private void comeToRest() {
    guests.forEach(Watcher::resumeReading);
    for (int round = 0; round < ROUNDS_TO_REST; round++) {
      var last = Script.words("the last one, " + round, 3, CHUNK_MILLIS);
      accept(client.send(chat, last.message(), "queue").ok(), last, "queue");
      var view =
          host.await(
              "rest after " + last.message(),
              now -> now.isAtRest() && holdsOrQueues(now, last.message()));
      if (view.status().equals("waiting")) {
        return;
      }
    }
    throw new Breach("never at rest");
  }

  private static boolean holdsOrQueues(StreamView view, String text) {
    return view.holds(text)
        || view.queue().stream()
            .anyMatch(queued -> Event.textOf(queued.path("content")).equals(text));
  }

  private void compare() {
    var stored = client.stored(chat);
    ledger.check(stored);
    host.awaitSame(stored);
    guests.forEach(guest -> guest.awaitSame(stored));
    var late = guests.getFirst();
    for (StreamView moment : List.of(StreamView.EMPTY, someMoment(late), late.view())) {
      late.open(moment, moment.resume()).awaitSame(stored);
    }
  }

  private Answer expect(Set<Integer> statuses, Answer answer) {
    String line = "%s → %d %s".formatted(answer.request(), answer.status(), answer.body());
    host.note(line);
    guests.forEach(guest -> guest.note(line));
    if (!statuses.contains(answer.status())) {
      throw new Breach("expected one of " + statuses + ": " + line);
    }
    return answer;
  }

  private long someQueued() {
    var queue = ledger.queue();
    return queue.isEmpty() ? Long.MAX_VALUE : pick(queue);
  }

  private Script nextScript() {
    String name = "message " + ++scripts;
    int words = 4 + random.nextInt(16);
    return switch (random.nextInt(10)) {
      case 0 -> Script.calling(name, "current_time", Wire.object(), CHUNK_MILLIS);
      case 1 -> Script.calling(name, "sleep", Wire.object().put("seconds", 0.05), CHUNK_MILLIS);
      case 2 -> Script.failingOnce(name, words, CHUNK_MILLIS, 503, random.nextInt(words));
      case 3 -> doomed(Script.failing(name, words, CHUNK_MILLIS, 400));
      default -> Script.words(name, words, CHUNK_MILLIS);
    };
  }

  private Script doomed(Script script) {
    ledger.doomed(script);
    return script;
  }

  private StreamView someMoment(Watcher watcher) {
    var moments = watcher.moments();
    return moments.isEmpty() ? StreamView.EMPTY : pick(moments);
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }
}
