package dev.baton.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.chat.ChatStatus;
import dev.baton.chat.EpisodeId;
import dev.baton.chat.Message;
import dev.baton.chat.Part;
import dev.baton.chat.QueuedMessage;
import dev.baton.chat.Role;
import dev.baton.chat.WorkerId;
import dev.baton.parts.EpisodeLog;
import dev.baton.parts.LocalParts;
import dev.baton.parts.PartsConfig;
import dev.baton.pubsub.Hint;
import dev.baton.relay.LocalOnly;
import dev.baton.store.StreamCursor;
import dev.baton.store.StreamCursor.Position;
import dev.baton.time.VirtualScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Two replicas, one chat, several browsers; one thread, one seed. Hints are lost, doubled, late
/// and out of order; reads fail or show an older snapshot; sockets fill up; browsers come back with
/// whatever cursor they have, to whichever replica, or with one that never was.
class StreamSimulationTest {

  private static final int SEEDS = Integer.getInteger("baton.simulation.seeds", 1000);
  private static final int STEPS = 500;

  @Test
  void every_browser_shows_the_truth_in_order_and_once() {
    var tally = new HashMap<String, Integer>();
    long from = Long.getLong("baton.simulation.seed", 0);
    for (long seed = from; seed < from + SEEDS; seed++) {
      try {
        new Simulation(seed, tally).run();
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
      }
    }
    assertThat(tally.keySet())
        .as("what the browsers received")
        .contains(
            "message",
            "message_part",
            "status",
            "queue_update",
            "error",
            "retry",
            "action_required",
            "preview_reset",
            "history_reset",
            "synced");
  }

  private static final class Replica {

    final WorkerId worker = WorkerId.random();
    final FakeBus bus = new FakeBus();
    final LocalParts parts;
    final ChatFeeds feeds;

    Replica(FakeStreamStore store, VirtualScheduler time, List<FakeLoop> loops) {
      parts = new LocalParts(PartsConfig.DEFAULTS, time, () -> true);
      feeds =
          new ChatFeeds(
              store,
              new LocalOnly(parts, worker::equals),
              bus,
              time,
              () -> {
                var loop = new FakeLoop();
                loops.add(loop);
                return loop;
              });
      parts.start();
      feeds.start();
    }
  }

  private record Delivery(Replica to, Hint hint) {}

  private static final class Simulation {

    private final Random random;
    private final VirtualScheduler time = new VirtualScheduler();
    private final FakeStreamStore store = new FakeStreamStore();
    private final List<FakeLoop> loops = new ArrayList<>();
    private final List<Replica> replicas = new ArrayList<>();
    private final List<Browser> browsers = new ArrayList<>();
    private final List<Delivery> hints = new ArrayList<>();
    private final Map<Browser, Replica> homes = new HashMap<>();
    private final Map<Long, Map<Long, Long>> truth = new HashMap<>();
    private final FakeChat chat = store.add(new FakeChat("hello"));
    private @Nullable EpisodeId unopened;
    private @Nullable EpisodeLog log;
    private boolean revised;
    private boolean calm;
    private long step;

    Simulation(long seed, Map<String, Integer> tally) {
      random = new Random(seed);
      store.hold();
      remember();
      for (int i = 0; i < 2; i++) {
        replicas.add(new Replica(store, time, loops));
      }
      for (int i = 0; i < 4; i++) {
        browsers.add(
            new Browser(
                chat.id,
                version -> truth.getOrDefault(version, Map.of()),
                () -> step,
                () -> !calm && chance(10),
                tally));
      }
    }

    void run() {
      for (int i = 0; i < STEPS; i++) {
        step++;
        switch (random.nextInt(16)) {
          case 0 -> transact();
          case 1, 2, 3, 4 -> produce();
          case 5 -> deliver();
          case 6 -> act(pick(browsers));
          case 7 -> time.advance(Duration.ofMillis(random.nextInt(400)));
          case 8, 9, 10 -> answer();
          default -> turn();
        }
      }
      settle();
      browsers.forEach(this::verify);
    }

    // The chat and its worker

    private void transact() {
      switch (chat.status()) {
        case RUNNING -> running();
        case INTERRUPTING -> {
          if (chat.worker().isEmpty()) {
            chat.acquire(anyReplica().worker);
          } else {
            chat.finishInterruption(chance(30) ? "" : "partial");
            end();
          }
        }
        case REQUIRES_ACTION -> chat.completeAction("result");
        case WAITING -> chat.send("again");
        case ERROR -> {
          if (chance(50)) {
            chat.retryTurn();
          } else {
            chat.send("another way");
          }
        }
      }
      if (chance(5)) {
        chat.retitle();
      }
      if (chance(5)) {
        edit();
      }
      if (chance(3) && browsers.stream().noneMatch(Simulation::knowsOnlyAnId)) {
        revised = true;
        chat.revise(pick(chat.messages()).id(), "revised");
        end();
      }
      remember();
      tell(chat.hint());
    }

    /// Changes of messages up to an `after_id` are not told.
    private static boolean knowsOnlyAnId(Browser browser) {
      return browser.cursor instanceof StreamCursor.AfterMessage;
    }

    private void running() {
      if (chat.worker().isEmpty()) {
        chat.acquire(anyReplica().worker);
        return;
      }
      if (chat.versions().attempt() == 0 || chat.row().retry().isPresent()) {
        begin();
        return;
      }
      switch (random.nextInt(12)) {
        case 0, 1 -> {
          chat.commitStep("step", chance(50));
          end();
          if (chat.versions().attempt() > 0) {
            unopened = chat.episode();
          }
        }
        case 2, 3 -> {
          chat.finishTurn("done");
          end();
        }
        case 4 -> {
          chat.recordRetry();
          end();
        }
        case 5 -> chat.interrupt();
        case 6 -> {
          chat.fail("broken");
          end();
        }
        case 7 -> {
          chat.requireAction(List.of(new Part.ToolCall("call", "ask", "{}")));
          end();
        }
        case 8 -> {
          chat.release();
          end();
        }
        case 9, 10 -> chat.enqueue("and then");
        default -> begin();
      }
    }

    private void begin() {
      end();
      unopened = chat.beginAttempt();
    }

    private void end() {
      if (log != null) {
        log.close();
      }
      log = null;
      unopened = null;
    }

    private void edit() {
      var messages = chat.messages().stream().filter(m -> m.role() == Role.USER).toList();
      chat.edit(pick(messages).id(), "edited");
      end();
    }

    private void produce() {
      if (unopened != null && chat.worker().isPresent()) {
        var owner = chat.worker().get();
        log = ownerOf(owner).parts.open(unopened, owner);
        unopened = null;
      }
      if (log != null) {
        for (int i = random.nextInt(4); i >= 0; i--) {
          var episode = log.episode();
          log.text(Browser.token(episode.historyVersion(), episode.attempt(), log.lastSeq() + 1));
        }
      }
    }

    private Replica ownerOf(WorkerId worker) {
      return replicas.stream().filter(r -> r.worker.equals(worker)).findFirst().orElseThrow();
    }

    private void remember() {
      truth.put(
          chat.versions().history(),
          chat.messages().stream().collect(Collectors.toMap(Message::id, Message::revision)));
    }

    private void tell(Hint hint) {
      for (Replica replica : replicas) {
        for (int i = random.nextInt(3); i > 0; i--) {
          hints.add(new Delivery(replica, hint));
        }
      }
    }

    // The machinery

    private void deliver() {
      if (!hints.isEmpty()) {
        var next = hints.remove(random.nextInt(hints.size()));
        next.to().bus.publish(next.hint());
      }
    }

    private void turn() {
      var ready = loops.stream().filter(loop -> !loop.isIdle()).toList();
      if (!ready.isEmpty()) {
        pick(ready).runOne();
      }
    }

    private void answer() {
      if (store.open().isEmpty()) {
        return;
      }
      var read = pick(store.open());
      switch (random.nextInt(10)) {
        case 0 -> read.fail();
        case 1, 2, 3 -> read.look();
        default -> read.succeed();
      }
    }

    // The browsers

    private void act(Browser browser) {
      if (!browser.isConnected()) {
        connect(browser, cursorFor(browser));
        return;
      }
      switch (random.nextInt(4)) {
        case 0 -> connect(browser, cursorFor(browser));
        case 1 -> browser.fill();
        default -> browser.drain();
      }
    }

    private StreamCursor cursorFor(Browser browser) {
      var own = ownCursor(browser);
      return switch (random.nextInt(12)) {
        case 0 -> new StreamCursor.Beginning();
        case 1, 2 ->
            revised || browser.messages.isEmpty() || !(own instanceof Position)
                ? own
                : new StreamCursor.AfterMessage(browser.messages.lastKey());
        case 3 ->
            own instanceof Position(var h, var a, var seq) ? new Position(h, a, seq + 500) : own;
        case 4 -> own instanceof Position(var h, var a, _) ? new Position(h, a + 500, 3) : own;
        case 5 -> own instanceof Position(var h, _, _) ? new Position(h + 5000, 0, 0) : own;
        default -> own;
      };
    }

    private void connect(Browser browser, StreamCursor with) {
      var replica = anyReplica();
      homes.put(browser, replica);
      browser.connect(replica.feeds, with);
    }

    /// Mostly the first, so that parts are often at hand.
    private Replica anyReplica() {
      return replicas.get(chance(80) ? 0 : 1);
    }

    private <T> T pick(List<T> from) {
      return from.get(random.nextInt(from.size()));
    }

    private boolean chance(int percent) {
      return random.nextInt(100) < percent;
    }

    private static StreamCursor ownCursor(Browser browser) {
      return browser.cursor instanceof Position position ? position : new StreamCursor.Beginning();
    }

    // The end

    private void settle() {
      calm = true;
      for (int round = 0; round < 12; round++) {
        for (Browser browser : browsers) {
          if (!browser.isConnected()) {
            connect(browser, ownCursor(browser));
          }
          browser.drain();
        }
        boolean moved = true;
        while (moved) {
          moved = false;
          step++;
          for (FakeLoop loop : List.copyOf(loops)) {
            moved |= !loop.isIdle();
            loop.runAll();
          }
          while (!store.open().isEmpty()) {
            moved = true;
            store.open().getFirst().succeed();
          }
        }
        time.advance(Duration.ofSeconds(1));
      }
    }

    private void verify(Browser browser) {
      assertThat(browser.isConnected()).isTrue();
      assertThat(browser.messages).isEqualTo(truth.get(chat.versions().history()));
      assertThat(browser.queue).isEqualTo(chat.queue().stream().map(QueuedMessage::id).toList());
      assertThat(browser.status).isEqualTo(chat.status().wireName());
      assertThat(browser.worker).isEqualTo(chat.worker().map(WorkerId::toString).orElse(""));
      assertThat(browser.hasError).isEqualTo(chat.status() == ChatStatus.ERROR);
      assertThat(browser.hasAction).isEqualTo(chat.status() == ChatStatus.REQUIRES_ACTION);
      assertThat(browser.hasRetry)
          .isEqualTo(chat.row().retry().isPresent() && chat.status() == ChatStatus.RUNNING);
      if (log != null
          && chat.worker().equals(Optional.of(Objects.requireNonNull(homes.get(browser)).worker))) {
        assertThat(browser.seq).isEqualTo(log.lastSeq());
      }
    }
  }
}
