package dev.baton.simulation;

import dev.baton.chat.Chat;
import dev.baton.chat.ChatCommand;
import dev.baton.chat.ChatId;
import dev.baton.chat.ChatState;
import dev.baton.chat.Message;
import dev.baton.chat.Part;
import dev.baton.chat.Role;
import dev.baton.chat.RunnerId;
import dev.baton.chat.WorkerId;
import dev.baton.pubsub.Hint;
import dev.baton.simulation.store.ChatRow;
import dev.baton.simulation.store.MessageRow;
import dev.baton.simulation.store.QueuedRow;
import dev.baton.simulation.store.StoreModel;
import dev.baton.store.Acquired;
import dev.baton.store.Actor;
import dev.baton.store.Begun;
import dev.baton.store.Commit;
import dev.baton.store.NewChat;
import dev.baton.store.NewMessage;
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
  private final Predicate<WorkerId> trusts;

  private final Map<ChatId, ChatRow> rows = new HashMap<>();
  private final Map<ChatId, Set<String>> accepted = new HashMap<>();
  private final Map<ChatId, Map<Long, Map<Long, Long>>> histories = new HashMap<>();
  private final Set<RunnerId> runners = new HashSet<>();
  private final Set<WorkerId> takenOver = new HashSet<>();
  private final Set<String> dispatched = new HashSet<>();
  private final Map<List<Object>, String> shown = new HashMap<>();

  /// @param published what the store has published since it was last emptied
  /// @param trusts whether there is a replica of that worker id that trusts its lease
  Witness(World world, StoreModel store, List<Hint> published, Predicate<WorkerId> trusts) {
    this.world = world;
    this.store = store;
    this.published = published;
    this.trusts = trusts;
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
    world.chronicle().tell(host, "%s %s -> %s", request, brief(args), brief(result));
    if (result.failed()) {
      return;
    }
    switch (request) {
      case "commit", "markStarted" -> {
        if (result.result() instanceof Commit.Committed) {
          written((TurnState) args[0], args[1]);
        } else {
          world.tally().count("reached/write missed");
        }
      }
      case "begin" -> {
        if (((Optional<?>) result.result()).isPresent()) {
          written((TurnState) args[0], "begin");
        }
      }
      case "release" -> released((ChatId) args[0], (RunnerId) args[1], (Boolean) result.result());
      case "acquire", "takeOver" -> acquired((List<?>) result.result());
      case "deleteIfSilent" -> {
        if (Boolean.TRUE.equals(result.result())) {
          world.tally().count("reached/replica's row deleted");
          takenOver.add((WorkerId) args[0]);
        }
      }
      case "remove" -> takenOver.add((WorkerId) args[0]);
      case "create" -> {
        ChatId chat = ((Chat) result.result()).id();
        accept(chat, textOf(((NewChat) args[1]).content()));
      }
      case "send" -> accept((ChatId) args[1], textOf(((NewMessage) args[2]).content()));
      case "edit" -> edited((ChatId) args[1], (Long) args[2], textOf(parts(args[3])));
      case "editQueued" -> {
        forget((ChatId) args[1], (Long) args[2]);
        accept((ChatId) args[1], textOf(parts(args[3])));
      }
      case "deleteQueued" -> forget((ChatId) args[1], (Long) args[2]);
      case "delete" -> accepted.remove((ChatId) args[1]);
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
    return histories.getOrDefault(chat, Map.of()).getOrDefault(version, Map.of());
  }

  // What is checked

  /// The tool has its effect now.
  void dispatched(Host host, String toolCallId, boolean idempotent, boolean trusted) {
    world
        .chronicle()
        .require(trusted, Check.TRUST, "%s dispatched %s without a good lease", host, toolCallId);
    if (!dispatched.add(toolCallId) && !idempotent) {
      world.chronicle().violated(Check.TOOL_ONCE, "%s dispatched %s again", host, toolCallId);
    }
  }

  /// Everybody who has seen an episode up to a part has seen the same.
  void agree(ChatId chat, long history, long attempt, long seq, String text) {
    String before = shown.putIfAbsent(List.of(chat, history, attempt, seq), text);
    world
        .chronicle()
        .require(
            before == null || before.equals(text),
            Check.VIEW,
            "part %d of (%d, %d) is once '%s' and once '%s'",
            seq,
            history,
            attempt,
            before,
            text);
  }

  private void written(TurnState from, Object what) {
    ChatRow before = rows.get(from.chatId());
    world
        .chronicle()
        .require(
            before != null && before.runnerId().equals(from.runnerId()),
            Check.FRESH_RUNNER,
            "%s was written by runner %s, but its runner is %s",
            brief(what),
            from.runnerId().map(Witness::brief).orElse("nobody"),
            before == null ? "gone" : before.runnerId().map(Witness::brief).orElse("nobody"));
    world
        .chronicle()
        .require(
            before == null || isSameWork(from, before),
            Check.SAME_WORK,
            "%s was made for %s, but the row was %s",
            brief(what),
            from.versions(),
            before == null ? "gone" : before.versions());
    if (before != null && what instanceof ChatCommand.FinishTurn(var step) && step.isEmpty()) {
      boolean answered =
          visible(before)
              .reduce((_, last) -> last)
              .filter(m -> m.role() == Role.ASSISTANT)
              .isPresent();
      world.chronicle().require(answered, Check.ANSWERED, "a turn ended without an answer");
    }
    if (what instanceof ChatCommand.FinishError(var error)
        && error.message().startsWith("The server failed")) {
      world.chronicle().violated(Check.SOUND, "a step failed unexpectedly");
    }
  }

  private static boolean isSameWork(TurnState from, ChatRow before) {
    return before.versions().history() == from.versions().history()
        && before.versions().attempt() == from.versions().attempt();
  }

  private void released(ChatId chat, RunnerId runner, boolean released) {
    if (released) {
      ChatRow before = rows.get(chat);
      world
          .chronicle()
          .require(
              before != null && before.runnerId().filter(runner::equals).isPresent(),
              Check.FRESH_RUNNER,
              "released by runner %s, which does not own it",
              brief(runner));
    }
  }

  private void acquired(List<?> taken) {
    for (Object one : taken) {
      var acquired = (Acquired) one;
      world
          .tally()
          .count(acquired.takenFrom().isPresent() ? "reached/taken over" : "reached/acquired");
      world
          .chronicle()
          .require(
              runners.add(acquired.runnerId()), Check.ONE_OWNER, "a runner's id was given twice");
      Optional<WorkerId> former =
          Optional.ofNullable(rows.get(acquired.chatId())).flatMap(ChatRow::workerId);
      former
          .filter(worker -> !takenOver.contains(worker))
          .ifPresent(worker ->
              world
                  .chronicle()
                  .require(
                      !trusts.test(worker),
                      Check.TRUST,
                      "taken from %s, which trusts its lease",
                      brief(worker)));
      world
          .chronicle()
          .require(
              former.equals(acquired.takenFrom()),
              Check.ONE_OWNER,
              "taken from %s, but it was %s's",
              acquired.takenFrom().map(Witness::brief).orElse("nobody"),
              former.map(Witness::brief).orElse("nobody"));
    }
  }

  private void examine(String request, Object[] args, ChatId chat) {
    Optional<ChatRow> now = store.row(chat);
    if (now.isEmpty()) {
      rows.remove(chat);
      return;
    }
    ChatRow after = now.get();
    ChatRow before = rows.put(chat, after);
    world
        .chronicle()
        .require(
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
      checkMessages(after);
    }
  }

  private void noteMove(String request, Object[] args, ChatRow before, ChatRow after) {
    String command = request.equals("commit") ? args[1].getClass().getSimpleName() : request;
    if (before.versions().snapshot() != after.versions().snapshot()) {
      world
          .tally()
          .count("move/" + before.state().label() + " " + command + " " + after.state().label());
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
    world.chronicle().require(grows, Check.VERSIONS, "from %s to %s", was, is);
  }

  private void checkMessages(ChatRow row) {
    histories
        .computeIfAbsent(row.id(), _ -> new HashMap<>())
        .put(row.versions().history(), revisions(row));
    Map<String, Integer> present = new HashMap<>();
    Stream.concat(
            visible(row).filter(m -> m.role() == Role.USER).map(m -> textOf(m.content())),
            row.queue().stream().map(QueuedRow::message).map(m -> textOf(m.content())))
        .forEach(text -> present.merge(text, 1, Integer::sum));
    for (String text : accepted.getOrDefault(row.id(), Set.of())) {
      int times = present.getOrDefault(text, 0);
      world
          .chronicle()
          .require(times == 1, Check.MESSAGE_ONCE, "'%s' is there %d times", text, times);
    }
    present.forEach((text, times) ->
        world
            .chronicle()
            .require(times == 1, Check.MESSAGE_ONCE, "'%s' is there %d times", text, times));
    var answers = new HashSet<String>();
    visible(row)
        .filter(message -> message.role() == Role.ASSISTANT)
        .forEach(message ->
            world
                .chronicle()
                .require(
                    answers.add(callOf(message)),
                    Check.ANSWER_ONCE,
                    "%s was committed twice",
                    callOf(message)));
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

  /// The first word tells which call of the provider it was.
  private static String callOf(Message message) {
    String text = textOf(message.content());
    int dot = text.indexOf('.');
    return dot < 0 ? "message " + message.id() : text.substring(0, dot);
  }

  // What was promised

  private void accept(ChatId chat, String text) {
    accepted.computeIfAbsent(chat, _ -> new HashSet<>()).add(text);
  }

  private void forget(ChatId chat, long queuedId) {
    Optional.ofNullable(rows.get(chat)).stream()
        .flatMap(row -> row.queue().stream())
        .filter(queued -> queued.message().id() == queuedId)
        .forEach(queued ->
            accepted
                .getOrDefault(chat, new HashSet<>())
                .remove(textOf(queued.message().content())));
  }

  private void edited(ChatId chat, long messageId, String text) {
    var kept = new HashSet<String>();
    Optional.ofNullable(rows.get(chat)).stream()
        .flatMap(Witness::visible)
        .filter(message -> message.role() == Role.USER && message.id() < messageId)
        .forEach(message -> kept.add(textOf(message.content())));
    kept.add(text);
    accepted.put(chat, kept);
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

  // How it is told

  private String brief(Object[] args) {
    return Stream.of(args).map(Witness::brief).collect(Collectors.joining(" "));
  }

  private static String brief(Future<?> result) {
    return result.succeeded() ? brief((Object) result.result()) : String.valueOf(result.cause());
  }

  static String brief(Object value) {
    return switch (value) {
      case null -> "done";
      case TurnState(
              var chat,
              _,
              _,
              var runner,
              var status,
              _,
              var versions,
              var queued,
              _,
              _,
              _,
              _,
              _,
              _) ->
          "(%s %s %s s%d h%d q%d/%d a%d)"
              .formatted(
                  brief(chat),
                  runner.map(Witness::brief).orElse("nobody"),
                  status.wireName(),
                  versions.snapshot(),
                  versions.history(),
                  versions.queue(),
                  queued,
                  versions.attempt());
      case Commit.Committed(var after) -> brief(after);
      case Begun(var after, _) -> brief(after);
      case Optional<?> maybe -> maybe.map(Witness::brief).orElse("nothing");
      case ChatId(var id) -> "chat:" + id.toString().substring(0, 4);
      case RunnerId(var id) -> "run:" + id.toString().substring(0, 4);
      case WorkerId(var id) -> "worker:" + id.toString().substring(0, 4);
      case Acquired(var row, var runner, var from) ->
          brief(row.chatId())
              + "="
              + brief(runner)
              + from.map(it -> " from " + brief(it)).orElse("");
      case Actor _ -> "";
      case List<?> all -> all.stream().map(Witness::brief).toList().toString();
      case Chat chat -> brief(chat.id()) + " " + chat.status().wireName();
      case Record other ->
          other.getClass().getSimpleName()
              + Stream.of(other)
                  .map(String::valueOf)
                  .map(Witness::inner)
                  .collect(Collectors.joining());
      default -> value.toString();
    };
  }

  private static String inner(String record) {
    int bracket = record.indexOf('[');
    String inside = bracket < 0 ? record : record.substring(bracket);
    return inside.length() > 160 ? inside.substring(0, 160) + "…]" : inside;
  }
}
