package dev.baton.postgres;

import dev.baton.chat.BusyBehavior;
import dev.baton.chat.Chat;
import dev.baton.chat.ChatCommand;
import dev.baton.chat.ChatError;
import dev.baton.chat.ChatId;
import dev.baton.chat.Draft;
import dev.baton.chat.ErrorKind;
import dev.baton.chat.Message;
import dev.baton.chat.Part;
import dev.baton.chat.RunnerId;
import dev.baton.chat.Usage;
import dev.baton.chat.UserId;
import dev.baton.chat.WorkerId;
import dev.baton.pubsub.ChatBus;
import dev.baton.pubsub.Hint;
import dev.baton.store.Acquired;
import dev.baton.store.Actor;
import dev.baton.store.ChatPatch;
import dev.baton.store.Commit;
import dev.baton.store.MessageQuery;
import dev.baton.store.NewChat;
import dev.baton.store.NewMessage;
import dev.baton.store.Sent;
import dev.baton.store.TurnHistory;
import dev.baton.store.TurnState;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/// A database with a user, a model and the stores; what a test of the stores says again and again.
final class Deployment implements AutoCloseable {

  static final Duration MINUTE = Duration.ofMinutes(1);
  static final ChatError ERROR = ChatError.of(ErrorKind.OVERLOADED, "busy");

  final Database database;
  final PgChatStore chats;
  final PgTurnStore turns;
  final PgStreamStore streams;
  final List<Hint> hints = new CopyOnWriteArrayList<>();
  final Actor ann;
  final UUID model;

  private final Vertx vertx = Vertx.vertx();

  Deployment() {
    database = TestDatabase.migrated().open(vertx);
    var bus = new RecordingBus(hints);
    chats = new PgChatStore(database, bus);
    turns = new PgTurnStore(database, bus);
    streams = new PgStreamStore(database);
    ann = user(Actor.Role.MEMBER);
    model = model("first", true);
  }

  Actor user(Actor.Role role) {
    var id = UUID.randomUUID();
    sql(
        "INSERT INTO users (id, email, name, role) VALUES ($1, $2, $2, $3)",
        id,
        id + "@example.org",
        role.wireName());
    return new Actor(new UserId(id), role);
  }

  UUID model(String name, boolean isDefault) {
    var provider = UUID.randomUUID();
    sql(
        "INSERT INTO model_providers (id, provider, display_name) VALUES ($1, 'scripted', 'p')",
        provider);
    var id = UUID.randomUUID();
    sql(
        "INSERT INTO model_configs (id, model_provider_id, model, display_name, is_default,"
            + " context_limit) VALUES ($1, $2, $3, $3, $4, 1000)",
        id,
        provider,
        name,
        isDefault);
    return id;
  }

  /// A worker with a lease that is good for a minute.
  WorkerId worker() {
    var worker = WorkerId.random();
    sql(
        "INSERT INTO replicas (id, pid, hostname, http_address, relay_address, version, capacity,"
            + " ttl) VALUES ($1, 1, 'h', 'a', 'r', 'v', 10, interval '1 minute')",
        worker.value());
    return worker;
  }

  void expire(WorkerId worker) {
    sql(
        "UPDATE replicas SET renewed_at = clock_timestamp() - interval '2 minutes' WHERE id = $1",
        worker.value());
  }

  /// A new chat: running, not owned.
  ChatId chat() {
    return await(chats.create(ann, newChat("hello"))).id();
  }

  static NewChat newChat(String text) {
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

  static List<Part> text(String text) {
    return List.of(new Part.Text(text));
  }

  static NewMessage message(String text) {
    return message(text, BusyBehavior.QUEUE);
  }

  static NewMessage message(String text, BusyBehavior busy) {
    return new NewMessage(text(text), busy, Optional.empty(), Optional.empty());
  }

  Draft answer(String text) {
    return Draft.assistant(text(text), model, Usage.UNKNOWN);
  }

  Draft calling(Part.ToolCall... calls) {
    return Draft.assistant(List.of(calls), model, Usage.UNKNOWN);
  }

  static Part.ToolCall call(String id) {
    return new Part.ToolCall(id, "tool of " + id, "{\"n\": 1}");
  }

  static Draft result(Part.ToolCall call) {
    return Draft.toolResult(
        new Part.ToolResult(call.toolCallId(), call.toolName(), "\"done\"", false));
  }

  long queue(ChatId chat, String text) {
    return ((Sent.Queued) await(chats.send(ann, chat, message(text)))).message().id();
  }

  /// Gives the chat to a worker, or leaves it with the one that has it.
  TurnState owned(ChatId chat) {
    var state = state(chat);
    if (state.runnerId().isEmpty()) {
      sql(
          "UPDATE chats SET worker_id = $2, runner_id = $3, snapshot_version = snapshot_version + 1"
              + " WHERE id = $1",
          chat.value(),
          worker().value(),
          RunnerId.random().value());
    }
    return state(chat);
  }

  /// A chat in the state of that label, brought there by the stores; `?1` by force.
  ChatId in(String state) {
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
        sql("UPDATE chats SET status = 'waiting' WHERE id = $1", chat.value());
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

  Chat archive(ChatId chat, boolean archived) {
    return await(chats.update(ann, chat, archiving(archived)));
  }

  static ChatPatch archiving(boolean archived) {
    return new ChatPatch(
        Optional.empty(),
        Optional.of(archived),
        OptionalInt.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /// As a worker does: what nobody owns, and what the dead left.
  List<Acquired> acquire(WorkerId worker) {
    return Stream.concat(
            await(turns.acquire(worker, 100)).stream(), await(turns.takeOver(worker, 100)).stream())
        .toList();
  }

  TurnState commit(TurnState from, ChatCommand.Work command) {
    return ((Commit.Committed) await(turns.commit(from, command))).after();
  }

  Commit tryCommit(TurnState from, ChatCommand.Work command) {
    return await(turns.commit(from, command));
  }

  TurnState state(ChatId chat) {
    return await(turns.state(chat)).orElseThrow();
  }

  /// What the next attempt would begin from.
  TurnHistory history(ChatId chat) {
    var rows =
        sql("SELECT " + HistoryColumns.HISTORY + " FROM chats c WHERE c.id = $1", chat.value());
    return HistoryColumns.history(rows.iterator().next());
  }

  Chat see(ChatId chat) {
    return await(chats.chat(ann, chat));
  }

  /// All visible messages, oldest first.
  List<Message> messages(ChatId chat) {
    return await(
            chats.messages(
                ann, chat, new MessageQuery(OptionalLong.empty(), OptionalLong.of(0), 200)))
        .messages();
  }

  /// Role and text of all visible messages.
  List<String> transcript(ChatId chat) {
    return messages(chat).stream().map(Deployment::line).toList();
  }

  static String line(Message message) {
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

  RowSet<Row> sql(String sql, Object... parameters) {
    return await(database.pool().preparedQuery(sql).execute(Tuple.wrap(parameters)));
  }

  Row row(ChatId chat) {
    return sql("SELECT * FROM chats WHERE id = $1", chat.value()).iterator().next();
  }

  static <T> T await(Future<T> future) {
    try {
      return future.await(20, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("no answer of the database within 20 s", e);
    }
  }

  @Override
  public void close() {
    await(database.close());
    await(vertx.close());
  }

  /// Keeps what is published; nobody listens.
  private record RecordingBus(List<Hint> published) implements ChatBus {
    @Override
    public void publish(Hint hint) {
      published.add(hint);
    }

    @Override
    public Subscription subscribe(Listener listener) {
      return () -> {};
    }
  }
}
