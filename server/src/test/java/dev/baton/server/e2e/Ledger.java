package dev.baton.server.e2e;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What one person has asked of a chat and was promised, and what must have become of it when the
/// chat has come to rest. One thread.
final class Ledger {

  private final Map<String, Script> scripts = new HashMap<>();
  private final Map<String, Long> queuedIds = new HashMap<>();
  private final Map<Long, String> queued = new HashMap<>();
  private final Set<String> owed = new HashSet<>();
  private final Set<String> doomed = new HashSet<>();
  private final Set<Long> promoted = new HashSet<>();
  private int interruptions;

  /// A message that was accepted, as the answer says.
  void accepted(JsonNode sent, Script script) {
    if (sent.path("queued").asBoolean()) {
      queued(sent.path("queued_message").path("id").longValue(), script);
    } else {
      committed(script);
    }
  }

  /// A message that was accepted at once.
  void committed(Script script) {
    owe(script);
  }

  /// A message that was accepted into the queue, or took the place of one that waits there.
  void queued(long id, Script script) {
    drop(id);
    owe(script);
    queued.put(id, script.message());
    queuedIds.put(script.message(), id);
  }

  /// A message was moved to the head of the queue, and what was running asked to stop.
  void promoted(long queuedId) {
    promoted.add(queuedId);
    interrupted();
  }

  /// A message was taken out of the queue.
  void drop(long queuedId) {
    String text = queued.remove(queuedId);
    if (text != null) {
      owed.remove(text);
    }
  }

  /// A message took the place of this one and of all that came after it; the queue is empty.
  ///
  /// @param before the messages as they were
  void edited(long messageId, List<Event.Message> before, Script replacement) {
    owed.clear();
    queued.clear();
    before.stream()
        .filter(message -> message.role().equals("user") && message.id() < messageId)
        .forEach(message -> owed.add(message.text()));
    owe(replacement);
  }

  /// Something was accepted that may end an answer early.
  void interrupted() {
    interruptions++;
  }

  /// No answer is expected to come of it.
  void doomed(Script script) {
    doomed.add(script.message());
  }

  /// Ids of messages that may still be in the queue.
  List<Long> queue() {
    return List.copyOf(queued.keySet());
  }

  private void owe(Script script) {
    scripts.put(script.message(), script);
    owed.add(script.message());
  }

  /// Each message that was accepted is there, once, in the order of the queue; each is answered in
  /// its own words, and whole, but for as many as were interrupted.
  void check(StoredChat stored) {
    var users = stored.messages().stream().filter(Ledger::isUsers).toList();
    var texts = users.stream().map(Event.Message::text).toList();
    assertThat(texts).doesNotHaveDuplicates().containsAll(owed);
    assertThat(owed).containsAll(texts);
    assertThat(stored.queue()).isEmpty();
    users.forEach(this::checkQueuedId);
    assertThat(users.stream().map(Ledger::queuedId).filter(id -> id > 0 && !promoted.contains(id)))
        .as("the order of the queue")
        .isSorted();
    checkAnswers(turns(stored.messages()));
  }

  private void checkAnswers(List<List<Event.Message>> turns) {
    turns.forEach(Ledger::checkCalls);
    assertThat(turns.stream().filter(this::isCut))
        .as("answers cut short")
        .hasSizeLessThanOrEqualTo(interruptions);
  }

  private boolean isCut(List<Event.Message> turn) {
    String asked = turn.getFirst().text();
    var answer = new StringBuilder();
    turn.stream()
        .filter(message -> message.role().equals("assistant"))
        .forEach(message -> answer.append(message.text()));
    assertThat(scripts).containsKey(asked);
    String script = requireNonNull(scripts.get(asked)).answer();
    assertThat(script).as("the answer to " + asked).startsWith(answer.toString());
    return !script.contentEquals(answer) && !doomed.contains(asked);
  }

  private void checkQueuedId(Event.Message message) {
    assertThat(queuedId(message))
        .as("queued_message_id of " + message)
        .isEqualTo(queuedIds.getOrDefault(message.text(), 0L));
  }

  /// 0 for a message that was not queued.
  private static long queuedId(Event.Message message) {
    return message.json().path("queued_message_id").longValue();
  }

  /// Each call has one result, and each result one call.
  private static void checkCalls(List<Event.Message> turn) {
    assertThat(ids(turn, "tool-result"))
        .as("results in " + turn)
        .containsExactlyElementsOf(ids(turn, "tool-call"));
  }

  private static List<String> ids(List<Event.Message> turn, String type) {
    var ids = new ArrayList<String>();
    for (var message : turn) {
      for (JsonNode part : message.json().path("content")) {
        if (part.path("type").asText().equals(type)) {
          ids.add(part.path("tool_call_id").asText());
        }
      }
    }
    return ids;
  }

  /// A message of the user with all that follows it up to the next.
  private static List<List<Event.Message>> turns(List<Event.Message> messages) {
    var turns = new ArrayList<List<Event.Message>>();
    for (var message : messages) {
      if (isUsers(message)) {
        turns.add(new ArrayList<>());
      }
      assertThat(turns).as("messages that begin with the user's").isNotEmpty();
      turns.getLast().add(message);
    }
    return turns;
  }

  private static boolean isUsers(Event.Message message) {
    return message.role().equals("user");
  }
}
