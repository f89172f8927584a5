package dev.baton.store;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.chat.BusyBehavior;
import dev.baton.chat.Chat;
import dev.baton.chat.ChatCommand;
import dev.baton.chat.ChatError;
import dev.baton.chat.ChatId;
import dev.baton.chat.ChatStatus;
import dev.baton.chat.Draft;
import dev.baton.chat.ErrorKind;
import dev.baton.chat.Message;
import dev.baton.chat.Part;
import dev.baton.chat.Usage;
import dev.baton.chat.WorkerId;
import dev.baton.pubsub.Hint;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/// A store with a user and a model, and what a test of stores says again and again. What no port
/// does, each store does in its own way, by force.
///
/// What every store must do stands in the contracts beside this: suites that a store passes by
/// extending them with a store under test of its own. PostgreSQL does so here, the model of the
/// simulation does there.
public abstract class StoreUnderTest implements AutoCloseable {

  public static final Duration MINUTE = Duration.ofMinutes(1);
  public static final ChatError ERROR = ChatError.of(ErrorKind.OVERLOADED, "busy");

  public final ChatStore chats;
  public final TurnStore turns;
  public final StreamStore streams;
  public final LeaseStore leases;

  /// What was published, in order.
  public final List<Hint> hints;

  public final Actor ann;

  /// The default one.
  public final UUID model;

  /// The ports of one store.
  public record Ports(ChatStore chats, TurnStore turns, StreamStore streams, LeaseStore leases) {}

  /// A chat's rows as they are stored, columns by their names; lists in order of ids. Of the queue
  /// in order of position, which is left out.
  public record RawChat(
      JsonNode row, List<JsonNode> messages, List<JsonNode> queue, List<JsonNode> calls) {}

  /// @param hints to which the ports publish
  protected StoreUnderTest(Ports ports, List<Hint> hints) {
    this.chats = ports.chats();
    this.turns = ports.turns();
    this.streams = ports.streams();
    this.leases = ports.leases();
    this.hints = hints;
    this.ann = user(Actor.Role.MEMBER);
    this.model = model("first");
    makeDefault(model);
  }

  public abstract Actor user(Actor.Role role);

  /// A model that may be asked for.
  public abstract UUID model(String name);

  public abstract void makeDefault(UUID model);

  public abstract void makeNoneDefault();

  /// The model can no longer be used.
  public abstract void withdraw(UUID model);

  /// Lets a lease be renewed that much earlier than it was.
  public abstract void age(WorkerId worker, Duration by);

  /// The database's clock.
  public abstract Instant now();

  /// All leases, listed or not.
  public abstract int leaseRows();

  /// Gives the chat to a worker with a fresh runner, whatever its state, in a version of its own.
  public abstract void own(ChatId chat, WorkerId worker);

  public abstract void force(ChatId chat, ChatStatus status);

  /// As a summary or a clearing does.
  public abstract void forgetBefore(ChatId chat, long messageId);

  /// The chat has been runnable, and as it is, for that much longer.
  public abstract void letWait(ChatId chat, Duration longer);

  /// A hidden system message, in a version of its own.
  public abstract void addHidden(ChatId chat);

  /// Deletes one message and none of those after it, in a version of its own.
  public abstract void deleteAlone(ChatId chat, long messageId);

  /// What the next attempt would begin from.
  public abstract TurnHistory history(ChatId chat);

  public abstract RawChat raw(ChatId chat);

  /// No chats and no leases any more, and nothing was published.
  public abstract void clear();

  /// A worker with a lease that is good for a minute.
  public WorkerId worker() {
    var worker = WorkerId.random();
    await(leases.register(new LeaseStore.Registration(worker, 1, "h", "a", "r", "v", 10, MINUTE)));
    return worker;
  }

  public void expire(WorkerId worker) {
    age(worker, MINUTE.multipliedBy(2));
  }

  /// A new chat: running, not owned.
  public ChatId chat() {
    return chat(ann);
  }

  public ChatId chat(Actor owner) {
    return await(chats.create(owner, newChat("hello"))).id();
  }

  public static NewChat newChat(String text) {
    return new NewChat(
        text(text),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        Optional.empty(),
        "[]");
  }

  public static List<Part> text(String text) {
    return List.of(new Part.Text(text));
  }

  public static NewMessage message(String text) {
    return message(text, BusyBehavior.QUEUE);
  }

  public static NewMessage message(String text, BusyBehavior busy) {
    return new NewMessage(text(text), busy, Optional.empty(), Optional.empty());
  }

  public Draft answer(String text) {
    return Draft.assistant(text(text), model, Usage.UNKNOWN);
  }

  public Draft calling(Part.ToolCall... calls) {
    return Draft.assistant(List.of(calls), model, Usage.UNKNOWN);
  }

  public static Part.ToolCall call(String id) {
    return new Part.ToolCall(id, "tool of " + id, "{\"n\": 1}");
  }

  public static Draft result(Part.ToolCall call) {
    return Draft.toolResult(
        new Part.ToolResult(call.toolCallId(), call.toolName(), "\"done\"", false));
  }

  public long queue(ChatId chat, String text) {
    return ((Sent.Queued) await(chats.send(ann, chat, message(text)))).message().id();
  }

  /// Gives the chat to a worker, or leaves it with the one that has it.
  public TurnState owned(ChatId chat) {
    var state = state(chat);
    if (state.runnerId().isEmpty()) {
      own(chat, worker());
    }
    return state(chat);
  }

  /// A chat in the state of that label, brought there by the stores; `?1` by force.
  public ChatId in(String state) {
    var chat = chat();
    boolean queues = state.endsWith("1");
    switch (state) {
      case "W" -> commit(owned(chat), new ChatCommand.FinishTurn(List.of(answer("hi"))));
      case "XW" -> {
        commit(owned(chat), new ChatCommand.FinishTurn(List.of(answer("hi"))));
        archive(chat, true);
      }
      case "R0", "R1" -> owned(queued(chat, queues));
      case "I0", "I1" -> {
        owned(queued(chat, queues));
        await(chats.interrupt(ann, chat));
      }
      case "A0", "A1" -> {
        var call = call("theirs");
        var begun = commit(owned(queued(chat, queues)), new ChatCommand.BeginAttempt());
        var open =
            commit(begun, new ChatCommand.CommitCalls(calling(call), List.of(), List.of(call)));
        commit(open, new ChatCommand.EnterRequiresAction(List.of(), MINUTE));
      }
      case "E0", "E1" -> commit(owned(queued(chat, queues)), new ChatCommand.FinishError(ERROR));
      case "XE0", "XE1" -> {
        commit(owned(queued(chat, queues)), new ChatCommand.FinishError(ERROR));
        archive(chat, true);
      }
      case "?1" -> {
        queue(chat, "queued");
        force(chat, ChatStatus.WAITING);
      }
      default -> throw new IllegalArgumentException(state);
    }
    return chat;
  }

  private ChatId queued(ChatId chat, boolean queues) {
    if (queues) {
      queue(chat, "queued");
    }
    return chat;
  }

  public Chat archive(ChatId chat, boolean archived) {
    return await(chats.update(ann, chat, archiving(archived)));
  }

  public static ChatPatch archiving(boolean archived) {
    return new ChatPatch(
        Optional.empty(),
        Optional.of(archived),
        OptionalInt.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /// As a worker does: what nobody owns, and what the dead left.
  public List<Acquired> acquire(WorkerId worker) {
    return Stream.concat(
            await(turns.acquire(worker, 100)).chats().stream(),
            await(turns.takeOver(worker, 100)).stream())
        .toList();
  }

  public TurnState commit(TurnState from, ChatCommand.Work command) {
    return ((Commit.Committed) await(turns.commit(from, command))).after();
  }

  public Commit tryCommit(TurnState from, ChatCommand.Work command) {
    return await(turns.commit(from, command));
  }

  public TurnState state(ChatId chat) {
    return await(turns.state(chat)).orElseThrow();
  }

  public Chat see(ChatId chat) {
    return await(chats.chat(ann, chat));
  }

  /// All visible messages, oldest first.
  public List<Message> messages(ChatId chat) {
    return await(
            chats.messages(
                ann, chat, new MessageQuery(OptionalLong.empty(), OptionalLong.of(0), 200)))
        .messages();
  }

  /// Role and text of all visible messages.
  public List<String> transcript(ChatId chat) {
    return messages(chat).stream().map(StoreUnderTest::line).toList();
  }

  public static String line(Message message) {
    var text = new StringBuilder(message.role().wireName()).append(':');
    for (Part part : message.content()) {
      text.append(' ')
          .append(
              switch (part) {
                case Part.Text(var said) -> said;
                case Part.ToolCall call -> "call " + call.toolCallId();
                case Part.ToolResult result ->
                    (result.isError() ? "error " : "result ") + result.toolCallId();
                default -> part.toString();
              });
    }
    return text.toString();
  }

  public static <T> T await(Future<T> future) {
    try {
      return future.await(20, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("no answer of the database within 20 s", e);
    }
  }

  @Override
  public void close() {}
}
