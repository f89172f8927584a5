package dev.baton.store;

import static dev.baton.store.StoreUnderTest.await;
import static dev.baton.store.StoreUnderTest.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.chat.BusyBehavior;
import dev.baton.chat.ChatCommand;
import dev.baton.chat.ChatId;
import dev.baton.chat.ChatStatus;
import dev.baton.chat.WorkerId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// A deployment in which four chats may run at once, and two of each user.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class AdmissionContract {

  public static final AdmissionConfig CAPS = new AdmissionConfig(4, 2);

  private final StoreUnderTest baton;

  /// @param baton a store with [#CAPS]
  protected AdmissionContract(StoreUnderTest baton) {
    this.baton = baton;
  }

  @AfterAll
  void stop() {
    baton.close();
  }

  @BeforeEach
  void empty() {
    baton.clear();
  }

  @Test
  void a_user_runs_no_more_chats_than_the_cap() {
    var chats = List.of(baton.chat(), baton.chat(), baton.chat());

    var taken = acquire();

    assertThat(ids(taken)).containsExactly(chats.get(0), chats.get(1));
    assertThat(taken.othersWait()).isTrue();
    assertThat(acquire()).isEqualTo(new Taken(List.of(), true));
    assertThat(baton.state(chats.get(2)).status()).isEqualTo(ChatStatus.RUNNING);
  }

  @Test
  void a_deployment_runs_no_more_chats_than_its_cap() {
    for (int i = 0; i < 3; i++) {
      var user = baton.user(Actor.Role.MEMBER);
      baton.chat(user);
      baton.chat(user);
    }

    assertThat(ids(acquire())).hasSize(4);
    assertThat(ids(acquire())).isEmpty();
  }

  @Test
  void no_more_are_taken_than_asked_for() {
    var first = baton.chat();
    baton.chat();

    var taken = await(baton.turns.acquire(baton.worker(), 1));

    assertThat(ids(taken)).containsExactly(first);
    assertThat(taken.othersWait()).isTrue();
  }

  @Test
  void the_last_in_line_leaves_nobody_waiting() {
    baton.chat();

    assertThat(acquire().othersWait()).isFalse();
  }

  @Test
  void a_finished_turn_makes_room_for_the_next() {
    var chats = List.of(baton.chat(), baton.chat(), baton.chat());
    acquire();

    finish(chats.get(0));

    assertThat(ids(acquire())).containsExactly(chats.get(2));
  }

  @Test
  void users_with_fewer_running_chats_come_first_and_then_the_longest_wait() {
    var bob = baton.user(Actor.Role.MEMBER);
    var cid = baton.user(Actor.Role.MEMBER);
    var anns = List.of(baton.chat(), baton.chat(), baton.chat());
    var bobs = List.of(baton.chat(bob), baton.chat(bob));
    var cids = List.of(baton.chat(cid));

    assertThat(ids(acquire())).hasSize(4);

    assertThat(Stream.of(anns.get(0), anns.get(1), bobs.get(0), cids.get(0)))
        .as("the first of each, and then the oldest second")
        .allMatch(this::isOwned);
  }

  @Test
  void a_user_with_a_long_line_does_not_starve_another() {
    var line = new ArrayList<ChatId>();
    for (int i = 0; i < 20; i++) {
      line.add(baton.chat());
    }
    var one = await(baton.turns.acquire(baton.worker(), 1));
    var bobs = baton.chat(baton.user(Actor.Role.MEMBER));

    assertThat(ids(one)).containsExactly(line.getFirst());
    assertThat(ids(await(baton.turns.acquire(baton.worker(), 1)))).containsExactly(bobs);
  }

  @Test
  void stopping_a_chat_in_line_needs_no_slot() {
    baton.chat();
    baton.chat();
    acquire();
    var waiting = baton.chat();
    await(baton.chats.interrupt(baton.ann, waiting));

    assertThat(ids(acquire())).containsExactly(waiting);
  }

  /// The interruption of the chat in line is taken without a slot; what follows it needs one.
  @Test
  void a_message_that_interrupts_a_chat_in_line_waits_for_a_slot() {
    var running = List.of(baton.chat(), baton.chat());
    acquire();
    var waiting = baton.chat();
    await(baton.chats.send(baton.ann, waiting, message("now", BusyBehavior.INTERRUPT)));
    acquire();
    var resumed = baton.commit(baton.state(waiting), new ChatCommand.FinishInterruption(List.of()));
    await(baton.turns.release(waiting, resumed.runnerId().orElseThrow()));

    assertThat(ids(acquire())).isEmpty();
    running.forEach(this::finish);
    assertThat(ids(acquire())).containsExactly(waiting);
  }

  @Test
  void a_chat_that_waits_for_its_client_holds_no_slot() {
    var call = StoreUnderTest.call("theirs");
    var asking = baton.chat();
    acquire();
    var open =
        baton.commit(
            baton.state(asking),
            new ChatCommand.CommitCalls(baton.calling(call), List.of(), List.of(call)));
    baton.commit(open, new ChatCommand.EnterRequiresAction(List.of(), StoreUnderTest.MINUTE));
    var others = List.of(baton.chat(), baton.chat());

    assertThat(ids(acquire())).containsExactlyElementsOf(others);

    baton.commit(baton.state(asking), new ChatCommand.CancelRequiresAction());
    assertThat(ids(acquire())).as("the client's answer is no way past the cap").isEmpty();
    finish(others.getFirst());
    assertThat(ids(acquire())).containsExactly(asking);
  }

  @Test
  void a_takeover_keeps_to_the_cap() {
    var chats = List.of(baton.chat(), baton.chat(), baton.chat());
    var dead = baton.worker();
    await(baton.turns.acquire(dead, 100));
    baton.expire(dead);

    assertThat(ids(acquire())).as("the dead worker's chats hold their slots").isEmpty();
    var worker = baton.worker();
    assertThat(await(baton.turns.takeOver(worker, 100)))
        .extracting(Acquired::chatId)
        .containsExactly(chats.get(0), chats.get(1));
    assertThat(ids(acquire())).isEmpty();
  }

  @Test
  void workers_that_acquire_at_once_stay_within_the_caps() {
    var users = Stream.generate(() -> baton.user(Actor.Role.MEMBER)).limit(4).toList();
    for (int i = 0; i < 4; i++) {
      users.forEach(baton::chat);
    }
    var races =
        Stream.generate(baton::worker)
            .limit(8)
            .map(worker -> baton.turns.acquire(worker, 3))
            .toList();

    var taken = races.stream().flatMap(race -> ids(await(race)).stream()).toList();

    assertThat(taken).doesNotHaveDuplicates().hasSize(4);
    assertThat(taken.stream().map(chat -> baton.state(chat).ownerId()))
        .as("one for each of four users")
        .doesNotHaveDuplicates();
  }

  /// A parent waits for its child: if the child waited for a slot, both would wait for ever.
  @Test
  void a_subagents_chat_rides_on_its_parents_slot() {
    var parents = List.of(baton.chat(), baton.chat());
    acquire();
    var child =
        await(
                baton.chats.create(
                    baton.ann,
                    new NewChat(
                        StoreUnderTest.text("help"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(parents.getFirst()),
                        Map.of(),
                        Optional.empty(),
                        "[]")))
            .id();

    assertThat(ids(acquire())).containsExactly(child);
  }

  @Test
  void a_worker_without_a_lease_is_admitted_nowhere() {
    baton.chat();

    assertThat(ids(await(baton.turns.acquire(WorkerId.random(), 100)))).isEmpty();
  }

  private Taken acquire() {
    return await(baton.turns.acquire(baton.worker(), 100));
  }

  private List<ChatId> ids(Taken taken) {
    return taken.chats().stream().map(Acquired::chatId).toList();
  }

  private boolean isOwned(ChatId chat) {
    return baton.state(chat).runnerId().isPresent();
  }

  private void finish(ChatId chat) {
    baton.commit(baton.state(chat), new ChatCommand.FinishTurn(List.of(baton.answer("done"))));
  }
}
