package dev.baton.simulation.store;

import static dev.baton.store.StoreUnderTest.MINUTE;
import static dev.baton.store.StoreUnderTest.message;
import static dev.baton.store.StoreUnderTest.newChat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.chat.ChatCommand.FinishTurn;
import dev.baton.chat.ChatId;
import dev.baton.chat.ChatState;
import dev.baton.chat.UserId;
import dev.baton.chat.WorkerId;
import dev.baton.pubsub.Hint;
import dev.baton.simulation.store.Fence.Check;
import dev.baton.store.Actor;
import dev.baton.store.Commit;
import dev.baton.store.LeaseStore.Registration;
import dev.baton.store.TurnState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// What the comparisons of a store prevent, and what a store is like without them.
final class FenceTest {

  private static final Actor ANN = new Actor(new UserId(new UUID(0, 1)), Actor.Role.MEMBER);
  private static final FinishTurn FINISH = new FinishTurn(List.of());

  private Instant now = Instant.EPOCH;

  @Test
  void without_the_queue_check_a_message_is_stranded() {
    assertThat(endPastAQueuedMessage(Fence.WHOLE)).isInstanceOf(ChatState.Running.class);
    assertThat(endPastAQueuedMessage(Fence.without(Check.QUEUE)))
        .isInstanceOf(ChatState.Invalid.class);
  }

  private ChatState endPastAQueuedMessage(Fence fence) {
    var store = store(fence, _ -> {});
    var chat = chat(store);
    var stale = taken(store, worker(store));
    store.chats().send(ANN, chat, message("wait")).await();

    store.turns().commit(stale, FINISH).await();

    return store.row(chat).orElseThrow().state();
  }

  @Test
  void without_the_runner_check_a_stale_owner_commits() {
    assertThat(commitAfterRelease(Fence.WHOLE)).isEqualTo(new Commit.Missed());
    assertThat(commitAfterRelease(Fence.without(Check.RUNNER)))
        .isInstanceOf(Commit.Committed.class);
  }

  private Commit commitAfterRelease(Fence fence) {
    var store = store(fence, _ -> {});
    var chat = chat(store);
    var worker = worker(store);
    var stale = taken(store, worker);
    store.turns().release(chat, stale.runnerId().orElseThrow()).await();
    taken(store, worker);

    return store.turns().commit(stale, FINISH).await();
  }

  @Test
  void without_the_check_of_the_owners_lease_a_living_worker_loses_its_chat() {
    for (var fence : List.of(Fence.WHOLE, Fence.without(Check.OWNER_DEAD))) {
      var store = store(fence, _ -> {});
      chat(store);
      taken(store, worker(store));

      assertThat(store.turns().takeOver(worker(store), 1).await())
          .hasSize(fence == Fence.WHOLE ? 0 : 1);
    }
  }

  @Test
  void a_lease_ends_when_its_time_to_live_is_over_and_not_before() {
    var store = store(Fence.WHOLE, _ -> {});
    chat(store);
    taken(store, worker(store));
    now = now.plus(MINUTE).minusMillis(1);
    var next = worker(store);
    assertThat(store.turns().takeOver(next, 1).await()).isEmpty();

    now = now.plusMillis(1);

    assertThat(store.turns().takeOver(next, 1).await()).hasSize(1);
  }

  @Test
  void one_seed_tells_one_story() {
    assertThat(story()).isEqualTo(story());
  }

  private List<Hint> story() {
    var told = new ArrayList<Hint>();
    var store = store(Fence.WHOLE, told::add);
    chat(store);
    taken(store, new WorkerId(registered(store, new UUID(0, 2))));
    return told;
  }

  /// A listener that acts at once must find all of the change made.
  @Test
  void whoever_hears_a_hint_finds_the_whole_change() {
    var seen = new ArrayList<Integer>();
    var store = new StoreModel[1];
    store[0] =
        store(
            Fence.WHOLE,
            hint ->
                seen.add(
                    (int) store[0].rows().stream().filter(row -> row.owner().isPresent()).count()));
    store[0].offerByDefault(new UUID(0, 3));
    chat(store[0]);
    chat(store[0]);

    store[0].turns().acquire(worker(store[0]), 2).await();

    assertThat(seen).as("two are created, and two are taken at once").containsExactly(0, 0, 2, 2);
  }

  private StoreModel store(Fence fence, Consumer<Hint> hints) {
    var store = new StoreModel(new Random(7), () -> now, hints, fence);
    store.offerByDefault(new UUID(0, 3));
    return store;
  }

  private static ChatId chat(StoreModel store) {
    return store.chats().create(ANN, newChat("hello")).await().id();
  }

  private static WorkerId worker(StoreModel store) {
    return new WorkerId(registered(store, UUID.randomUUID()));
  }

  private static UUID registered(StoreModel store, UUID id) {
    store
        .leases()
        .register(new Registration(new WorkerId(id), 1, "h", "a", "r", "v", 10, MINUTE))
        .await();
    return id;
  }

  private static TurnState taken(StoreModel store, WorkerId worker) {
    return store.turns().acquire(worker, 1).await().chats().getFirst().row();
  }
}
