package dev.baton.simulation;

import dev.baton.chat.Chat;
import dev.baton.chat.ChatId;
import dev.baton.chat.ChatState;
import dev.baton.chat.Message;
import dev.baton.chat.Part;
import dev.baton.chat.RunnerId;
import dev.baton.chat.WorkerId;
import dev.baton.pubsub.Hint;
import dev.baton.simulation.store.ChatRow;
import dev.baton.simulation.store.MessageRow;
import dev.baton.simulation.store.StoreModel;
import dev.baton.store.Acquired;
import dev.baton.store.Commit;
import dev.baton.store.NewChat;
import dev.baton.store.NewMessage;
import dev.baton.store.Taken;
import dev.baton.store.TurnState;
import io.vertx.core.Future;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Stands at the store's desk: carries requests out, and after each compares the row it touched
/// with what it was and with everything that was promised.
final class Witness implements Wire.Desk {

  private final World world;
  private final StoreModel store;
  private final List<Hint> published;
  private final Ledger ledger;
  private final Owners owners;

  private final Map<ChatId, ChatRow> rows = new HashMap<>();
  private final Set<String> dispatched = new HashSet<>();
  private final Map<List<Object>, String> shown = new HashMap<>();

  /// @param published what the store has published since it was last emptied
  /// @param trusts whether there is a replica of that worker id that trusts its lease
  Witness(World world, StoreModel store, List<Hint> published, Predicate<WorkerId> trusts) {
    this.world = world;
    this.store = store;
    this.published = published;
    this.ledger = new Ledger(world);
    this.owners = new Owners(world, rows, trusts);
  }

  @Override
  public Answer perform(Host host, Object port, Method method, Object[] args) throws Throwable {
    published.clear();
    var result = (Future<?>) method.invoke(port, args);
    if (!result.isComplete()) {
      world.chronicle().violated(Check.SOUND, "the store did not answer %s", method.getName());
    }
    observe(host, method.getName(), args, result);
    return new Answer(result, List.copyOf(published));
  }

  private void observe(Host host, String request, Object[] args, Future<?> result) {
    switch (request) {
      case "state", "owned", "read", "versions", "renew", "register", "replicas" -> {
        return;
      }
      default -> {}
    }
    world.tell(host, "%s %s -> %s", request, new Brief(args), new Brief(result));
    if (result.failed()) {
      return;
    }
    switch (request) {
      case "commit", "markStarted" -> {
        if (result.result() instanceof Commit.Committed) {
          owners.written((TurnState) args[0], args[1]);
        } else {
          world.count("reached/write missed");
        }
      }
      case "begin" -> {
        if (((Optional<?>) result.result()).isPresent()) {
          owners.written((TurnState) args[0], "begin");
        }
      }
      case "release" ->
          owners.released((ChatId) args[0], (RunnerId) args[1], (Boolean) result.result());
      case "acquire" -> owners.acquired(((Taken) result.result()).chats());
      case "takeOver" -> owners.acquired((List<?>) result.result());
      case "deleteIfSilent" -> {
        if (Boolean.TRUE.equals(result.result())) {
          world.count("reached/replica's row deleted");
          owners.retired((WorkerId) args[0]);
        }
      }
      case "remove" -> owners.retired((WorkerId) args[0]);
      case "create" -> {
        ChatId chat = ((Chat) result.result()).id();
        ledger.accept(chat, textOf(((NewChat) args[1]).content()));
      }
      case "send" -> ledger.accept((ChatId) args[1], textOf(((NewMessage) args[2]).content()));
      case "edit" ->
          ledger.edited(rows.get((ChatId) args[1]), (Long) args[2], textOf(parts(args[3])));
      case "editQueued" -> {
        ledger.forget(rows.get((ChatId) args[1]), (Long) args[2]);
        ledger.accept((ChatId) args[1], textOf(parts(args[3])));
      }
      case "deleteQueued" -> ledger.forget(rows.get((ChatId) args[1]), (Long) args[2]);
      case "delete" -> ledger.forget((ChatId) args[1]);
      default -> {}
    }
    touched(args, result.result()).forEach(chat -> examine(request, args, chat));
  }

  // What is in hand

  Optional<ChatRow> row(ChatId chat) {
    return store.row(chat);
  }

  Collection<ChatRow> rows() {
    return store.rows();
  }

  /// Visible messages and their revisions, as they were at a version of the history.
  Map<Long, Long> history(ChatId chat, long version) {
    return ledger.history(chat, version);
  }

  // What is checked

  /// The tool has its effect now.
  void dispatched(Host host, String toolCallId, boolean idempotent, boolean trusted) {
    world.require(trusted, Check.TRUST, "%s dispatched %s without a good lease", host, toolCallId);
    if (!dispatched.add(toolCallId) && !idempotent) {
      world.chronicle().violated(Check.TOOL_ONCE, "%s dispatched %s again", host, toolCallId);
    }
  }

  /// Everybody who has seen an episode up to a part has seen the same.
  void agree(ChatId chat, long history, long attempt, long seq, String text) {
    String before = shown.putIfAbsent(List.of(chat, history, attempt, seq), text);
    world.require(
        before == null || before.equals(text),
        Check.VIEW,
        "part %d of (%d, %d) is once '%s' and once '%s'",
        seq,
        history,
        attempt,
        before,
        text);
  }

  private void examine(String request, Object[] args, ChatId chat) {
    Optional<ChatRow> now = store.row(chat);
    if (now.isEmpty()) {
      rows.remove(chat);
      return;
    }
    ChatRow after = now.get();
    ChatRow before = rows.put(chat, after);
    world.require(
        !(after.state() instanceof ChatState.Invalid),
        Check.STATE,
        "after %s: %s",
        request,
        after.state());
    if (before != null) {
      noteMove(request, args, before, after);
      compareVersions(before, after);
    }
    if (before == null
        || before.versions().history() != after.versions().history()
        || before.versions().queue() != after.versions().queue()) {
      ledger.check(after);
    }
  }

  private void noteMove(String request, Object[] args, ChatRow before, ChatRow after) {
    String command = request.equals("commit") ? args[1].getClass().getSimpleName() : request;
    if (before.versions().snapshot() != after.versions().snapshot()) {
      world.count("move/" + before.state().label() + " " + command + " " + after.state().label());
    }
  }

  private void compareVersions(ChatRow before, ChatRow after) {
    var was = before.versions();
    var is = after.versions();
    boolean grows =
        is.snapshot() >= was.snapshot()
            && is.history() >= was.history()
            && is.queue() >= was.queue()
            && is.retryState() >= was.retryState()
            && (is.history() > was.history() || is.attempt() >= was.attempt())
            && is.history() <= is.snapshot()
            && is.queue() <= is.snapshot();
    world.require(grows, Check.VERSIONS, "from %s to %s", was, is);
  }

  static Map<Long, Long> revisions(ChatRow row) {
    return visible(row)
        .collect(Collectors.toMap(Message::id, Message::revision, (one, _) -> one, TreeMap::new));
  }

  static Stream<Message> visible(ChatRow row) {
    return row.messages().stream()
        .filter(message -> !message.hidden() && !message.deleted())
        .map(MessageRow::message);
  }

  private static List<ChatId> touched(Object[] args, Object result) {
    var touched = new ArrayList<ChatId>();
    for (Object arg : args) {
      if (arg instanceof ChatId chat) {
        touched.add(chat);
      } else if (arg instanceof TurnState state) {
        touched.add(state.chatId());
      }
    }
    if (result instanceof Chat chat) {
      touched.add(chat.id());
    } else if (result instanceof Taken taken) {
      taken.chats().forEach(one -> touched.add(one.chatId()));
    } else if (result instanceof List<?> all) {
      all.stream()
          .filter(Acquired.class::isInstance)
          .forEach(one -> touched.add(((Acquired) one).chatId()));
    }
    return touched.stream().distinct().toList();
  }

  @SuppressWarnings("unchecked")
  private static List<Part> parts(Object content) {
    return (List<Part>) content;
  }

  static String textOf(List<Part> content) {
    return content.stream()
        .filter(Part.Text.class::isInstance)
        .map(part -> ((Part.Text) part).text())
        .collect(Collectors.joining());
  }
}
