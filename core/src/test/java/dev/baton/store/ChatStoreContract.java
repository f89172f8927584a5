package dev.baton.store;

import static dev.baton.store.StoreUnderTest.await;
import static dev.baton.store.StoreUnderTest.call;
import static dev.baton.store.StoreUnderTest.message;
import static dev.baton.store.StoreUnderTest.newChat;
import static dev.baton.store.StoreUnderTest.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.chat.BusyBehavior;
import dev.baton.chat.Chat;
import dev.baton.chat.ChatCommand;
import dev.baton.chat.ChatId;
import dev.baton.chat.ChatMachine;
import dev.baton.chat.ChatStatus;
import dev.baton.chat.Decision.Reason;
import dev.baton.chat.Message;
import dev.baton.chat.QueuedMessage;
import dev.baton.chat.Versions;
import dev.baton.pubsub.Hint;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/// What people may ask of a store of chats, and what they are told.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ChatStoreContract {

  private final StoreUnderTest baton;

  protected ChatStoreContract(StoreUnderTest baton) {
    this.baton = baton;
  }

  @AfterAll
  void stop() {
    baton.close();
  }

  // Creation

  @Test
  void a_new_chat_runs_and_nobody_owns_it() {
    baton.hints.clear();

    var chat = await(baton.chats.create(baton.ann, newChat("one two three four five six seven")));

    assertThat(chat.status()).isEqualTo(ChatStatus.RUNNING);
    assertThat(chat.workerId()).isEmpty();
    assertThat(chat.ownerId()).isEqualTo(baton.ann.id());
    assertThat(chat.rootChatId()).isEqualTo(chat.id());
    assertThat(chat.title()).isEqualTo("one two three four five six…");
    assertThat(chat.lastModelConfigId()).isEqualTo(baton.model);
    assertThat(chat.versions()).isEqualTo(new Versions(1, 1, 0, 0, 0));
    assertThat(chat.hasUnread()).isFalse();
    assertThat(baton.messages(chat.id()))
        .singleElement()
        .satisfies(message -> {
          assertThat(message.revision()).isEqualTo(1);
          assertThat(message.createdBy()).contains(baton.ann.id());
          assertThat(message.content()).isEqualTo(text("one two three four five six seven"));
        });
    assertThat(baton.hints)
        .singleElement()
        .satisfies(hint -> {
          assertThat(hint.kind()).isEqualTo(Hint.Kind.CREATED);
          assertThat(hint.isUpForAcquisition()).isTrue();
          assertThat(hint.versions()).isEqualTo(chat.versions());
        });
  }

  @Test
  void a_new_chat_keeps_what_it_was_given() {
    var other = baton.model("other");
    var parent = baton.chat();
    var child = child(parent, Map.of("team", "red"), Optional.of(other));

    assertThat(child.title()).isEqualTo("Named");
    assertThat(child.labels()).containsExactly(Map.entry("team", "red"));
    assertThat(child.lastModelConfigId()).isEqualTo(other);
    assertThat(child.parentChatId()).contains(parent);
    assertThat(child.rootChatId()).isEqualTo(parent);
    assertThat(child(child.id(), Map.of(), Optional.empty()).rootChatId()).isEqualTo(parent);
    assertThat(baton.state(child.id()).dynamicTools()).contains("\"lookup\"");
    assertThat(baton.messages(child.id())).as("the system prompt is hidden").hasSize(1);
    assertThat(baton.history(child.id()).messages()).hasSize(2);
  }

  @Test
  void a_model_that_cannot_be_used_is_refused() {
    var withdrawn = baton.model("withdrawn");
    baton.withdraw(withdrawn);

    for (UUID model : List.of(withdrawn, UUID.randomUUID())) {
      assertThatThrownBy(() ->
              await(
                  baton.chats.create(
                      baton.ann, chat(Optional.empty(), Map.of(), Optional.of(model)))))
          .isInstanceOfSatisfying(
              StoreException.Invalid.class, e -> assertThat(e.field()).isEqualTo("model_config_id"))
          .hasMessage("The chat model config does not exist or is disabled.");
    }
  }

  @Test
  void without_a_default_model_a_chat_must_name_one() {
    baton.makeNoneDefault();

    assertThatThrownBy(baton::chat)
        .isInstanceOf(StoreException.Invalid.class)
        .hasMessage("No default chat model config is configured.");

    baton.makeDefault(baton.model);
  }

  @Test
  void a_parent_of_somebody_else_is_not_found() {
    var bob = baton.user(Actor.Role.MEMBER);

    assertThatThrownBy(() ->
            await(
                baton.chats.create(
                    bob, chat(Optional.of(baton.chat()), Map.of(), Optional.empty()))))
        .isInstanceOf(StoreException.NotFound.class)
        .hasMessage("Parent chat not found.");
  }

  @Test
  void a_chat_has_at_most_50_labels() {
    var labels =
        IntStream.range(0, 51).boxed().collect(Collectors.toMap(i -> "k" + i, i -> "v" + i));

    assertThatThrownBy(() ->
            await(baton.chats.create(baton.ann, chat(Optional.empty(), labels, Optional.empty()))))
        .isInstanceOf(StoreException.Invalid.class)
        .hasMessage("A chat has at most 50 labels.");
  }

  @Test
  void a_value_that_cannot_be_stored_is_refused_and_breaks_nothing() {
    var chat = baton.in("A0");
    var before = baton.state(chat).versions();

    assertUnstorable(baton.chats.send(baton.ann, chat, message("NUL \u0000")));
    assertUnstorable(baton.chats.update(baton.ann, chat, titled("NUL \u0000")));
    for (String json : List.of("\"\\ud83d\"", "\"\\u0000\"", "{")) {
      assertUnstorable(
          baton.chats.submitToolResults(
              baton.ann, chat, List.of(new ToolAnswer("theirs", json, false))));
    }
    assertThat(baton.state(chat).versions()).isEqualTo(before);
    await(baton.chats.send(baton.ann, chat, message("whole \ud83d\ude00")));
    assertThat(queue(chat)).extracting(QueuedMessage::content).containsExactly(text("whole 😀"));
  }

  private void assertUnstorable(Future<?> request) {
    assertThatThrownBy(() -> await(request))
        .isInstanceOf(StoreException.Invalid.class)
        .hasMessageContaining("cannot be stored");
  }

  // Who may what

  private interface Deed {
    Future<?> by(Actor actor, ChatId chat);
  }

  private Map<String, Deed> reads() {
    return Map.of(
        "chat", (actor, chat) -> baton.chats.chat(actor, chat),
        "messages", (actor, chat) -> baton.chats.messages(actor, chat, newest(10)));
  }

  private Map<String, Deed> writes() {
    return Map.ofEntries(
        Map.entry("send", (actor, chat) -> baton.chats.send(actor, chat, message("x"))),
        Map.entry("edit", (actor, chat) -> baton.chats.edit(actor, chat, 1, text("x"))),
        Map.entry("editQueued", (a, chat) -> baton.chats.editQueued(a, chat, 1, text("x"))),
        Map.entry("deleteQueued", (actor, chat) -> baton.chats.deleteQueued(actor, chat, 1)),
        Map.entry("promote", (actor, chat) -> baton.chats.promote(actor, chat, 1)),
        Map.entry("interrupt", (actor, chat) -> baton.chats.interrupt(actor, chat)),
        Map.entry("retry", (actor, chat) -> baton.chats.retry(actor, chat)),
        Map.entry(
            "submitToolResults",
            (actor, chat) -> baton.chats.submitToolResults(actor, chat, List.of())),
        Map.entry("reconcile", (actor, chat) -> baton.chats.reconcile(actor, chat)),
        Map.entry("update", (actor, chat) -> baton.chats.update(actor, chat, titled("x"))),
        Map.entry("delete", (actor, chat) -> baton.chats.delete(actor, chat)));
  }

  @TestFactory
  Stream<DynamicTest> a_chat_of_somebody_else_does_not_exist() {
    return Stream.concat(reads().entrySet().stream(), writes().entrySet().stream())
        .map(deed ->
            DynamicTest.dynamicTest(
                deed.getKey(),
                () -> {
                  var bob = baton.user(Actor.Role.MEMBER);
                  assertThatThrownBy(() -> await(deed.getValue().by(bob, baton.chat())))
                      .isInstanceOf(StoreException.NotFound.class)
                      .hasMessage("Chat not found.");
                }));
  }

  @TestFactory
  Stream<DynamicTest> admins_and_auditors_read_everything() {
    return reads().entrySet().stream()
        .flatMap(deed ->
            Stream.of(Actor.Role.ADMIN, Actor.Role.AUDITOR)
                .map(role ->
                    DynamicTest.dynamicTest(
                        deed.getKey() + " by " + role,
                        () ->
                            assertThat(await(deed.getValue().by(baton.user(role), baton.chat())))
                                .isNotNull())));
  }

  @TestFactory
  Stream<DynamicTest> admins_and_auditors_change_nobodys_chat() {
    return writes().entrySet().stream()
        .flatMap(deed ->
            Stream.of(Actor.Role.ADMIN, Actor.Role.AUDITOR)
                .map(role ->
                    DynamicTest.dynamicTest(
                        deed.getKey() + " by " + role,
                        () -> {
                          var chat = baton.chat();
                          var before = baton.state(chat);
                          var actor = baton.user(role);
                          assertThatThrownBy(() -> await(deed.getValue().by(actor, chat)))
                              .isInstanceOf(StoreException.Forbidden.class);
                          assertThat(baton.state(chat)).isEqualTo(before);
                        })));
  }

  @Test
  void an_auditor_changes_not_even_an_own_chat() {
    var chat = baton.chat();
    var auditor = new Actor(baton.ann.id(), Actor.Role.AUDITOR);

    assertThatThrownBy(() -> await(baton.chats.interrupt(auditor, chat)))
        .isInstanceOf(StoreException.Forbidden.class);
    assertThatThrownBy(() -> await(baton.chats.create(auditor, newChat("hi"))))
        .isInstanceOf(StoreException.Forbidden.class);
  }

  @Test
  void a_chat_that_never_was_is_not_found() {
    assertThatThrownBy(() -> await(baton.chats.interrupt(baton.ann, ChatId.random())))
        .isInstanceOf(StoreException.NotFound.class);
  }

  // Sending

  @Test
  void a_message_to_a_chat_at_rest_enters_the_history_with_its_model() {
    var chat = baton.in("W");
    var other = baton.model("other");

    var sent =
        await(
            baton.chats.send(
                baton.ann,
                chat,
                new NewMessage(
                    text("again"), BusyBehavior.QUEUE, Optional.of(other), Optional.of("high"))));

    assertThat(sent)
        .isInstanceOfSatisfying(
            Sent.Committed.class,
            committed -> assertThat(committed.message().modelConfigId()).contains(other));
    assertThat(baton.state(chat).modelConfigId()).isEqualTo(other);
    assertThat(baton.state(chat).reasoningEffort()).contains("high");
    assertThat(baton.state(chat).counters().steps()).isZero();
  }

  @Test
  void the_model_of_a_queued_message_counts_only_when_it_enters_the_history() {
    var chat = baton.in("A0");
    var other = baton.model("other");
    var asked =
        new NewMessage(text("later"), BusyBehavior.QUEUE, Optional.of(other), Optional.of("low"));

    var sent = (Sent.Queued) await(baton.chats.send(baton.ann, chat, asked));
    assertThat(sent.message().modelConfigId()).contains(other);
    assertThat(baton.state(chat).modelConfigId()).isEqualTo(baton.model);

    await(baton.chats.promote(baton.ann, chat, sent.message().id()));
    assertThat(baton.state(chat).modelConfigId()).isEqualTo(other);
    assertThat(baton.state(chat).reasoningEffort()).contains("low");
  }

  @Test
  void an_unusable_model_is_refused_before_anything_is_sent() {
    var chat = baton.in("W");
    var unknown =
        new NewMessage(
            text("x"), BusyBehavior.QUEUE, Optional.of(UUID.randomUUID()), Optional.empty());

    assertThatThrownBy(() -> await(baton.chats.send(baton.ann, chat, unknown)))
        .isInstanceOf(StoreException.Invalid.class);
    assertThat(baton.see(chat).status()).isEqualTo(ChatStatus.WAITING);
  }

  @Test
  void a_message_that_interrupts_an_open_question_is_sent_at_once() {
    var chat = baton.in("A0");

    var sent =
        await(baton.chats.send(baton.ann, chat, message("never mind", BusyBehavior.INTERRUPT)));

    assertThat(sent).isInstanceOf(Sent.Committed.class);
    assertThat(baton.transcript(chat))
        .containsExactly(
            "user: hello", "assistant: call theirs", "tool: error theirs", "user: never mind");
  }

  @Test
  void a_message_after_an_error_waits_behind_the_queue_that_was_kept() {
    var chat = baton.in("E1");

    var sent = await(baton.chats.send(baton.ann, chat, message("second")));

    assertThat(sent).isInstanceOf(Sent.Queued.class);
    assertThat(baton.transcript(chat)).last().isEqualTo("user: queued");
    assertThat(queue(chat)).extracting(QueuedMessage::content).containsExactly(text("second"));
    assertThat(baton.see(chat).lastError()).isEmpty();
  }

  @Test
  void the_queue_has_a_limit() {
    var chat = baton.chat();
    for (int i = 0; i < ChatMachine.QUEUE_LIMIT; i++) {
      baton.queue(chat, "message " + i);
    }

    assertThatThrownBy(() -> await(baton.chats.send(baton.ann, chat, message("too many"))))
        .isInstanceOfSatisfying(
            StoreException.Refused.class,
            e -> assertThat(e.decision().reason()).isEqualTo(Reason.QUEUE_FULL))
        .hasMessageContaining("20");
    assertThat(baton.state(chat).queued()).isEqualTo(20);
  }

  @Test
  void a_refusal_says_what_to_do() {
    assertRefused(
        baton.chats.send(baton.ann, baton.in("XW"), message("x")),
        Reason.ARCHIVED,
        "The chat is archived: unarchive it first.");
    assertRefused(
        baton.chats.interrupt(baton.ann, baton.in("W")),
        Reason.NOT_ALLOWED,
        "There is nothing to interrupt.");
    assertRefused(
        baton.chats.retry(baton.ann, baton.in("W")),
        Reason.NOT_ALLOWED,
        "There is nothing to retry: no turn failed.");
    assertRefused(
        baton.chats.update(baton.ann, baton.in("R0"), StoreUnderTest.archiving(true)),
        Reason.NOT_ALLOWED,
        "The chat is not at rest: interrupt it, then archive it.");
    assertRefused(
        baton.chats.interrupt(baton.ann, baton.in("?1")),
        Reason.INVALID_STATE,
        "The chat's record contradicts itself: reconcile the chat first.");
  }

  private void assertRefused(Future<?> request, Reason reason, String message) {
    assertThatThrownBy(() -> await(request))
        .isInstanceOfSatisfying(
            StoreException.Refused.class, e -> assertThat(e.decision().reason()).isEqualTo(reason))
        .hasMessage(message);
  }

  // Editing

  @Test
  void an_edit_replaces_the_message_and_all_after_it() {
    var chat = baton.in("W");
    await(baton.chats.send(baton.ann, chat, message("second")));
    baton.queue(chat, "third");
    var ids = baton.messages(chat).stream().map(Message::id).toList();

    var edited = await(baton.chats.edit(baton.ann, chat, ids.get(2), text("other")));

    assertThat(edited.deletedMessageIds()).containsExactly(ids.get(2));
    assertThat(edited.message().id()).isGreaterThan(ids.get(2));
    assertThat(baton.transcript(chat))
        .containsExactly("user: hello", "assistant: hi", "user: other");
    assertThat(baton.state(chat).queued()).isZero();

    var again = await(baton.chats.edit(baton.ann, chat, ids.get(0), text("anew")));

    assertThat(again.deletedMessageIds())
        .containsExactly(ids.get(0), ids.get(1), edited.message().id());
    assertThat(baton.transcript(chat)).containsExactly("user: anew");
  }

  @Test
  void an_edit_leaves_no_call_open() {
    var chat = baton.in("A0");
    var first = baton.messages(chat).getFirst().id();

    await(baton.chats.edit(baton.ann, chat, first, text("other")));

    assertThat(baton.history(chat).openCalls()).isEmpty();
    assertThat(baton.transcript(chat)).containsExactly("user: other");
  }

  @Test
  void an_edit_before_the_forgotten_part_brings_the_history_back() {
    var chat = baton.in("W");
    await(baton.chats.send(baton.ann, chat, message("second")));
    var second = baton.messages(chat).getLast().id();
    baton.forgetBefore(chat, second + 1);

    await(baton.chats.edit(baton.ann, chat, second, text("other")));

    assertThat(baton.history(chat).messages()).hasSize(3);
  }

  @Test
  void only_a_living_user_message_of_this_chat_is_edited() {
    var chat = baton.in("W");
    var messages = baton.messages(chat);
    var elsewhere = baton.messages(baton.chat()).getFirst().id();

    assertThatThrownBy(
            () -> await(baton.chats.edit(baton.ann, chat, messages.get(1).id(), text("x"))))
        .isInstanceOf(StoreException.Invalid.class)
        .hasMessage("Only a user message can be edited.");
    for (long id : List.of(elsewhere, Long.MAX_VALUE)) {
      assertThatThrownBy(() -> await(baton.chats.edit(baton.ann, chat, id, text("x"))))
          .isInstanceOf(StoreException.NotFound.class)
          .hasMessage("Chat message not found.");
    }
    await(baton.chats.edit(baton.ann, chat, messages.get(0).id(), text("x")));
    assertThatThrownBy(
            () -> await(baton.chats.edit(baton.ann, chat, messages.get(0).id(), text("y"))))
        .isInstanceOf(StoreException.NotFound.class);
  }

  // The queue

  @Test
  void queued_messages_are_edited_moved_and_deleted() {
    var chat = baton.chat();
    long one = baton.queue(chat, "one");
    long two = baton.queue(chat, "two");
    long three = baton.queue(chat, "three");

    assertThat(await(baton.chats.editQueued(baton.ann, chat, two, text("2"))).content())
        .isEqualTo(text("2"));
    await(baton.chats.promote(baton.ann, chat, three));
    await(baton.chats.deleteQueued(baton.ann, chat, one));

    assertThat(queue(chat)).extracting(QueuedMessage::id).containsExactly(three, two);
    assertThat(baton.see(chat).status()).isEqualTo(ChatStatus.INTERRUPTING);
  }

  @Test
  void a_message_that_is_not_in_the_queue_is_not_found() {
    var empty = baton.chat();
    var chat = baton.in("R1");
    var elsewhere = baton.queue(baton.chat(), "elsewhere");

    for (ChatId id : List.of(empty, chat)) {
      assertQueuedNotFound(baton.chats.deleteQueued(baton.ann, id, elsewhere));
      assertQueuedNotFound(baton.chats.promote(baton.ann, id, elsewhere));
      assertQueuedNotFound(baton.chats.editQueued(baton.ann, id, elsewhere, text("x")));
    }
    assertThat(baton.state(chat).versions().snapshot())
        .as("what was not found changed nothing")
        .isEqualTo(3);
  }

  private void assertQueuedNotFound(Future<?> request) {
    assertThatThrownBy(() -> await(request))
        .isInstanceOf(StoreException.NotFound.class)
        .hasMessage("Queued message not found.");
  }

  // Answers of the client

  @Test
  void the_client_answers_all_its_calls_in_their_order() {
    var a = call("a");
    var b = call("b");
    var chat = baton.chat();
    var begun = baton.commit(baton.owned(chat), new ChatCommand.BeginAttempt());
    var open =
        baton.commit(
            begun, new ChatCommand.CommitCalls(baton.calling(a, b), List.of(), List.of(a, b)));
    baton.commit(open, new ChatCommand.EnterRequiresAction(List.of(), StoreUnderTest.MINUTE));

    assertAnswers(chat, "Call b is not answered: answer all open calls at once.", "a");
    assertAnswers(chat, "Call a is answered twice.", "a", "a");
    assertAnswers(chat, "No open call has the id c.", "a", "b", "c");

    await(
        baton.chats.submitToolResults(
            baton.ann,
            chat,
            List.of(new ToolAnswer("b", "[1]", true), new ToolAnswer("a", "\"yes\"", false))));

    assertThat(baton.transcript(chat))
        .endsWith("assistant: call a call b", "tool: result a", "tool: error b");
    assertThat(baton.see(chat).status()).isEqualTo(ChatStatus.RUNNING);
    assertThat(baton.history(chat).openCalls()).isEmpty();
    assertRefused(
        baton.chats.submitToolResults(baton.ann, chat, List.of(new ToolAnswer("a", "1", false))),
        Reason.NOT_ALLOWED,
        "The chat does not wait for tool results.");
  }

  private void assertAnswers(ChatId chat, String message, String... ids) {
    var answers = Stream.of(ids).map(id -> new ToolAnswer(id, "1", false)).toList();
    assertThatThrownBy(() -> await(baton.chats.submitToolResults(baton.ann, chat, answers)))
        .isInstanceOf(StoreException.Invalid.class)
        .hasMessage(message);
  }

  // Columns, archive, end

  @Test
  void a_patch_changes_what_it_names_in_one_version() {
    var chat = baton.in("W");
    var before = baton.see(chat);
    baton.hints.clear();

    var after =
        await(
            baton.chats.update(
                baton.ann,
                chat,
                new ChatPatch(
                    Optional.of("New"),
                    Optional.of(true),
                    OptionalInt.of(3),
                    Optional.of(Map.of("a", "b")),
                    Optional.empty())));

    assertThat(after.title()).isEqualTo("New");
    assertThat(after.archived()).isTrue();
    assertThat(after.pinOrder()).isEqualTo(3);
    assertThat(after.labels()).containsExactly(Map.entry("a", "b"));
    assertThat(after.versions().snapshot()).isEqualTo(before.versions().snapshot() + 1);
    assertThat(baton.hints).extracting(Hint::kind).containsExactly(Hint.Kind.TITLED);
  }

  @Test
  void a_running_chat_may_be_renamed_and_told_to_stay_out_of_the_archive() {
    var chat = baton.in("R0");
    var patch =
        new ChatPatch(
            Optional.of("New"),
            Optional.of(false),
            OptionalInt.empty(),
            Optional.empty(),
            Optional.empty());

    assertThat(await(baton.chats.update(baton.ann, chat, patch)).title()).isEqualTo("New");
  }

  @Test
  void only_an_archived_chat_is_deleted() {
    var chat = baton.in("W");
    assertThatThrownBy(() -> await(baton.chats.delete(baton.ann, chat)))
        .isInstanceOf(StoreException.Conflict.class);
    var archived = baton.archive(chat, true);
    baton.hints.clear();

    await(baton.chats.delete(baton.ann, chat));

    assertThatThrownBy(() -> baton.see(chat)).isInstanceOf(StoreException.NotFound.class);
    assertThat(baton.hints)
        .singleElement()
        .satisfies(hint -> {
          assertThat(hint.kind()).isEqualTo(Hint.Kind.DELETED);
          assertThat(hint.versions().snapshot()).isGreaterThan(archived.versions().snapshot());
        });
  }

  @Test
  void a_contradictory_row_is_repaired_and_any_other_left_alone() {
    var broken = baton.in("?1");
    var fine = baton.in("W");
    var before = baton.state(fine);

    assertThat(await(baton.chats.reconcile(baton.ann, broken)).status())
        .isEqualTo(ChatStatus.ERROR);
    assertThat(baton.see(broken).lastError().orElseThrow().message()).contains("repaired");
    await(baton.chats.reconcile(baton.ann, fine));
    assertThat(baton.state(fine)).isEqualTo(before);
  }

  // Lists

  @Test
  void a_list_is_the_newest_first_and_paged_without_a_gap() {
    var cat = baton.user(Actor.Role.MEMBER);
    var ids = new ArrayList<ChatId>();
    for (int i = 0; i < 5; i++) {
      ids.addFirst(await(baton.chats.create(cat, newChat("chat " + i))).id());
    }
    baton.chat();

    assertThat(pages(cat, query(Optional.empty(), 2))).isEqualTo(ids);
    assertThat(pages(cat, query(Optional.empty(), 5))).isEqualTo(ids);
    assertThat(pages(cat, query(Optional.empty(), 200))).isEqualTo(ids);
  }

  @Test
  void a_list_is_searched_by_title_labels_and_archive() {
    var cat = baton.user(Actor.Role.MEMBER);
    var plain = await(baton.chats.create(cat, newChat("100% sure_thing")));
    var other = await(baton.chats.create(cat, newChat("1000 surething")));
    var labels = Optional.of(Map.of("a", "1", "b", "2"));
    await(
        baton.chats.update(
            cat,
            other.id(),
            new ChatPatch(
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                labels,
                Optional.empty())));

    assertThat(pages(cat, query(Optional.of("100% SURE_"), 10))).containsExactly(plain.id());
    assertThat(pages(cat, labelled(Map.of("a", "1")))).containsExactly(other.id());
    assertThat(pages(cat, labelled(Map.of("a", "1", "b", "3")))).isEmpty();
    assertThat(
            pages(
                cat,
                new ChatQuery(Optional.empty(), Optional.of(true), Map.of(), 10, Optional.empty())))
        .isEmpty();
  }

  @Test
  void an_auditor_lists_everybodys_chats_and_an_admin_the_own() {
    var chat = baton.chat();

    assertThat(pages(baton.user(Actor.Role.AUDITOR), query(Optional.empty(), 200))).contains(chat);
    assertThat(pages(baton.user(Actor.Role.ADMIN), query(Optional.empty(), 200))).isEmpty();
  }

  @Test
  void a_cursor_that_is_none_is_refused() {
    for (String after : List.of("?", "aGVsbG8", "")) {
      assertThatThrownBy(() ->
              await(
                  baton.chats.list(
                      baton.ann,
                      new ChatQuery(
                          Optional.empty(), Optional.empty(), Map.of(), 10, Optional.of(after)))))
          .isInstanceOfSatisfying(
              StoreException.Invalid.class, e -> assertThat(e.field()).isEqualTo("after"));
    }
  }

  @Test
  void a_chat_says_whether_it_has_an_unread_answer() {
    var chat = baton.in("W");
    assertThat(baton.see(chat).hasUnread()).isTrue();
    await(baton.chats.markRead(baton.user(Actor.Role.ADMIN), chat));
    assertThat(baton.see(chat).hasUnread()).isTrue();
    await(baton.chats.markRead(baton.ann, chat));
    assertThat(baton.see(chat).hasUnread()).isFalse();
  }

  @Test
  void a_chat_says_whether_it_waits_for_a_slot() {
    var waiting = baton.chat();
    await(baton.turns.noteWaiting());
    assertThat(baton.see(waiting).queuedForCapacity()).as("it came just now").isFalse();
    baton.letWait(waiting, StoreUnderTest.MINUTE);
    baton.hints.clear();

    await(baton.turns.noteWaiting());
    await(baton.turns.noteWaiting());

    assertThat(baton.see(waiting).queuedForCapacity()).isTrue();
    assertThat(baton.hints).as("once").filteredOn(hint -> hint.chatId().equals(waiting)).hasSize(1);
    baton.owned(waiting);
    assertThat(baton.see(waiting).queuedForCapacity()).isFalse();
  }

  @Test
  void a_chat_that_is_stopped_in_line_waits_for_no_slot() {
    var waiting = baton.chat();
    baton.letWait(waiting, StoreUnderTest.MINUTE);
    await(baton.turns.noteWaiting());

    assertThat(await(baton.chats.interrupt(baton.ann, waiting)).queuedForCapacity()).isFalse();
  }

  // Histories

  @Test
  void a_history_is_read_backwards_from_its_end_or_forwards_from_a_message() {
    var chat = baton.in("W");
    await(baton.chats.send(baton.ann, chat, message("second")));
    baton.queue(chat, "third");
    var ids = baton.messages(chat).stream().map(Message::id).toList();

    var first = await(baton.chats.messages(baton.ann, chat, newest(2)));
    assertThat(ids(first)).containsExactly(ids.get(2), ids.get(1));
    assertThat(first.hasMore()).isTrue();
    assertThat(first.queued()).hasSize(1);

    var next =
        await(
            baton.chats.messages(
                baton.ann,
                chat,
                new MessageQuery(OptionalLong.of(ids.get(1)), OptionalLong.empty(), 2)));
    assertThat(ids(next)).containsExactly(ids.get(0));
    assertThat(next.hasMore()).isFalse();
    assertThat(next.queued()).as("only with the first page").isEmpty();

    assertThat(ids(between(chat, OptionalLong.empty(), OptionalLong.of(ids.get(0)))))
        .containsExactly(ids.get(1), ids.get(2));
    assertThat(ids(between(chat, OptionalLong.of(ids.get(2)), OptionalLong.of(ids.get(0)))))
        .containsExactly(ids.get(1));
  }

  private MessagePage between(ChatId chat, OptionalLong before, OptionalLong after) {
    return await(baton.chats.messages(baton.ann, chat, new MessageQuery(before, after, 10)));
  }

  private List<Long> ids(MessagePage page) {
    return page.messages().stream().map(Message::id).toList();
  }

  private MessageQuery newest(int limit) {
    return new MessageQuery(OptionalLong.empty(), OptionalLong.empty(), limit);
  }

  private List<QueuedMessage> queue(ChatId chat) {
    return await(baton.chats.messages(baton.ann, chat, newest(1))).queued();
  }

  private List<ChatId> pages(Actor actor, ChatQuery query) {
    var found = new ArrayList<ChatId>();
    var next = query;
    while (true) {
      var page = await(baton.chats.list(actor, next));
      page.chats().stream().map(Chat::id).forEach(found::add);
      assertThat(page.chats()).hasSizeLessThanOrEqualTo(query.limit());
      if (page.next().isEmpty()) {
        return found;
      }
      next =
          new ChatQuery(
              query.title(), query.archived(), query.labels(), query.limit(), page.next());
    }
  }

  private ChatQuery query(Optional<String> title, int limit) {
    return new ChatQuery(title, Optional.empty(), Map.of(), limit, Optional.empty());
  }

  private ChatQuery labelled(Map<String, String> labels) {
    return new ChatQuery(Optional.empty(), Optional.empty(), labels, 10, Optional.empty());
  }

  private ChatPatch titled(String title) {
    return new ChatPatch(
        Optional.of(title),
        Optional.empty(),
        OptionalInt.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private Chat child(ChatId parent, Map<String, String> labels, Optional<UUID> model) {
    return await(baton.chats.create(baton.ann, chat(Optional.of(parent), labels, model)));
  }

  private NewChat chat(Optional<ChatId> parent, Map<String, String> labels, Optional<UUID> model) {
    return new NewChat(
        text("hello"),
        Optional.of("Named"),
        model,
        Optional.empty(),
        parent,
        labels,
        Optional.of("be kind"),
        "[{\"name\": \"lookup\"}]");
  }
}
