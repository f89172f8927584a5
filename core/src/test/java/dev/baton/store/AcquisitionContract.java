package dev.baton.store;

import static dev.baton.store.StoreUnderTest.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.chat.ChatCommand;
import dev.baton.chat.ChatId;
import dev.baton.chat.WorkerId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Who takes which chats.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class AcquisitionContract {

  private final StoreUnderTest baton;

  protected AcquisitionContract(StoreUnderTest baton) {
    this.baton = baton;
  }

  @AfterAll
  void stop() {
    baton.close();
  }

  @BeforeEach
  void empty() {
    baton.clear();
    baton.hints.clear();
  }

  @Test
  void a_free_chat_becomes_the_workers() {
    var chat = baton.chat();
    var worker = baton.worker();
    baton.hints.clear();

    var acquired = baton.acquire(worker);

    var row = baton.state(chat);
    assertThat(acquired)
        .singleElement()
        .satisfies(one -> {
          assertThat(one.chatId()).isEqualTo(chat);
          assertThat(one.takenFrom()).isEmpty();
          assertThat(row.runnerId()).contains(one.runnerId());
          assertThat(one.row()).isEqualTo(row);
        });
    assertThat(row.workerId()).contains(worker);
    assertThat(row.versions().snapshot()).isEqualTo(2);
    assertThat(row.versions().history()).isEqualTo(1);
    assertThat(baton.hints)
        .singleElement()
        .satisfies(hint -> {
          assertThat(hint.versions()).isEqualTo(row.versions());
          assertThat(hint.workerId()).contains(worker);
          assertThat(hint.runnerId()).isEqualTo(row.runnerId());
        });
    assertThat(await(baton.turns.owned(worker)))
        .singleElement()
        .satisfies(hint -> assertThat(hint.runnerId()).contains(acquired.getFirst().runnerId()));
  }

  @Test
  void the_longest_wait_comes_first_and_no_more_than_asked_for() {
    var chats = List.of(baton.chat(), baton.chat(), baton.chat());

    assertThat(await(baton.turns.acquire(baton.worker(), 2)).chats())
        .extracting(Acquired::chatId)
        .containsExactly(chats.get(0), chats.get(1));
    assertThat(await(baton.turns.acquire(baton.worker(), 0)).chats()).isEmpty();
  }

  @Test
  void every_runnable_status_is_acquired_and_no_chat_at_rest() {
    var runnable = Stream.of("R0", "R1", "I0", "I1", "A0", "A1").map(this::released).toList();
    for (String state : List.of("W", "E0", "E1", "XW", "XE0", "XE1")) {
      baton.in(state);
    }

    assertThat(baton.acquire(baton.worker()))
        .extracting(Acquired::chatId)
        .containsExactlyInAnyOrderElementsOf(runnable);
  }

  @Test
  void waiting_chats_are_not_recovered_as_stale() {
    var chat = baton.in("W");
    baton.own(chat, WorkerId.random());

    assertThat(baton.acquire(baton.worker())).isEmpty();
  }

  @Test
  void a_chat_of_a_live_worker_is_left_alone() {
    baton.chat();
    baton.acquire(baton.worker());

    assertThat(baton.acquire(baton.worker())).isEmpty();
  }

  @Test
  void a_chat_of_an_expired_worker_is_taken_over() {
    var chat = baton.chat();
    var dead = baton.worker();
    var before = baton.acquire(dead).getFirst();
    baton.expire(dead);

    var taken = baton.acquire(baton.worker());

    assertThat(taken)
        .singleElement()
        .satisfies(one -> {
          assertThat(one.takenFrom()).contains(dead);
          assertThat(one.runnerId()).isNotEqualTo(before.runnerId());
        });
    assertThat(baton.state(chat).counters().ownerDeaths()).isEqualTo(1);
  }

  @Test
  void a_chat_of_a_worker_without_a_lease_is_taken_over() {
    var chat = baton.chat();
    var gone = baton.worker();
    baton.acquire(gone);
    await(baton.leases.remove(gone));

    assertThat(baton.acquire(baton.worker())).extracting(Acquired::chatId).containsExactly(chat);
  }

  @Test
  void chats_of_several_dead_workers_are_found_among_those_of_live_ones() {
    var live = baton.worker();
    baton.chat();
    baton.acquire(live);
    var orphans = new ArrayList<ChatId>();
    for (int i = 0; i < 3; i++) {
      orphans.add(baton.chat());
      var dead = baton.worker();
      baton.acquire(dead);
      baton.expire(dead);
    }
    var free = baton.chat();

    assertThat(baton.acquire(baton.worker()))
        .extracting(Acquired::chatId)
        .startsWith(free)
        .containsExactlyInAnyOrder(
            Stream.concat(Stream.of(free), orphans.stream()).toArray(ChatId[]::new));
  }

  @Test
  void a_worker_whose_own_lease_is_expired_acquires_nothing() {
    baton.chat();
    var dead = baton.worker();
    baton.expire(dead);

    assertThat(baton.acquire(dead)).isEmpty();
    assertThat(baton.acquire(WorkerId.random())).isEmpty();
  }

  @Test
  void a_worker_does_not_acquire_its_own_chats_again() {
    baton.chat();
    var worker = baton.worker();
    baton.acquire(worker);
    baton.expire(worker);
    var other = baton.worker();

    assertThat(baton.acquire(worker)).isEmpty();
    assertThat(baton.acquire(other)).hasSize(1);
  }

  @Test
  void a_stale_workers_commit_is_refused_after_the_takeover() {
    var chat = baton.chat();
    var dead = baton.worker();
    baton.acquire(dead);
    var stale = baton.commit(baton.state(chat), new ChatCommand.BeginAttempt());
    baton.expire(dead);
    var fresh = baton.acquire(baton.worker()).getFirst();

    assertThat(baton.tryCommit(stale, new ChatCommand.FinishTurn(List.of(baton.answer("late")))))
        .isEqualTo(new Commit.Missed());
    assertThat(baton.transcript(chat)).containsExactly("user: hello");
    assertThat(baton.state(chat).isOwnedBy(fresh.runnerId())).isTrue();
  }

  @Test
  void a_new_answer_ends_the_count_of_deaths() {
    var chat = baton.chat();
    var dead = baton.worker();
    baton.acquire(dead);
    baton.expire(dead);
    baton.acquire(baton.worker());
    var call = StoreUnderTest.call("a");

    var after =
        baton.commit(
            baton.state(chat),
            new ChatCommand.CommitCalls(baton.calling(call), List.of(call), List.of()));

    assertThat(after.counters().ownerDeaths()).isZero();
  }

  @Test
  void a_released_chat_is_acquired_at_once_and_counts_no_death() {
    var chat = baton.chat();
    var first = baton.acquire(baton.worker()).getFirst();

    await(baton.turns.release(chat, first.runnerId()));
    var next = baton.acquire(baton.worker());

    assertThat(next).extracting(Acquired::chatId).containsExactly(chat);
    assertThat(next.getFirst().takenFrom()).isEmpty();
    assertThat(baton.state(chat).counters().ownerDeaths()).isZero();
  }

  @Test
  void workers_that_race_share_the_chats_without_an_overlap() {
    for (int i = 0; i < 12; i++) {
      baton.chat();
    }
    var races =
        Stream.generate(baton::worker)
            .limit(4)
            .map(worker -> baton.turns.acquire(worker, 100))
            .toList();

    var chats =
        races.stream().flatMap(race -> await(race).chats().stream()).map(Acquired::chatId).toList();

    assertThat(chats).doesNotHaveDuplicates().hasSizeLessThanOrEqualTo(12);
    var rest = baton.acquire(baton.worker());
    assertThat(chats.size() + rest.size()).isEqualTo(12);
  }

  @Test
  void two_workers_that_race_for_one_chat_make_one_owner() {
    for (int round = 0; round < 10; round++) {
      var chat = baton.chat();
      var one = baton.turns.acquire(baton.worker(), 1);
      var two = baton.turns.acquire(baton.worker(), 1);

      var owners = Stream.of(one, two).flatMap(race -> await(race).chats().stream()).toList();

      assertThat(owners).hasSize(1);
      assertThat(baton.state(chat).isOwnedBy(owners.getFirst().runnerId())).isTrue();
    }
  }

  private ChatId released(String state) {
    var chat = baton.in(state);
    baton.state(chat).runnerId().ifPresent(runner -> await(baton.turns.release(chat, runner)));
    return chat;
  }
}
