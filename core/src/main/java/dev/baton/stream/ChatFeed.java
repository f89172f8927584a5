package dev.baton.stream;

import dev.baton.chat.ChatId;
import dev.baton.chat.Versions;
import dev.baton.pubsub.Hint;
import dev.baton.relay.PartsSource;
import dev.baton.store.StreamCursor;
import dev.baton.store.StreamCursor.Position;
import dev.baton.store.StreamRead;
import dev.baton.store.StreamStore;
import dev.baton.stream.ChatStream.Standing;
import dev.baton.time.Scheduler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the watchers of one chat up to date. One step at a time on one context; one read at a
/// time, however many watchers and hints there are.
///
/// A watcher is *joining* (wants a read of its own), *attached* (has been told all of `told`), or
/// *stalled* (its socket is full; it will join again). Nobody joins between versions: the read that
/// serves a joiner also brings those attached to the same version.
final class ChatFeed {

  private static final Logger log = LoggerFactory.getLogger(ChatFeed.class);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
  private static final int FAILURES_BEFORE_GIVING_UP = 5;

  private final ChatId chat;
  private final StreamStore store;
  private final Scheduler scheduler;
  private final Executor loop;
  private final Consumer<ChatStream> onGone;
  private final Preview preview;

  private final Audience audience = new Audience();
  private final Deque<ChatStream> joining = new ArrayDeque<>();
  private @Nullable Told told;
  private @Nullable Hint newest;
  private boolean isSuspect;
  private boolean isBusy;
  private int failures;

  /// @param loop runs one task at a time, in order
  /// @param onGone called once for each watcher that has gone, on the loop
  ChatFeed(
      ChatId chat,
      StreamStore store,
      PartsSource source,
      Scheduler scheduler,
      Executor loop,
      Consumer<ChatStream> onGone) {
    this.chat = chat;
    this.store = store;
    this.scheduler = scheduler;
    this.loop = loop;
    this.onGone = onGone;
    this.preview = new Preview(source, loop, this::showParts);
  }

  ChatId chat() {
    return chat;
  }

  // Asked from any thread

  void join(ChatStream stream) {
    loop.execute(() -> {
      audience.add(stream);
      enqueue(stream);
      advance();
    });
  }

  void leave(ChatStream stream) {
    loop.execute(() -> drop(stream));
  }

  void close(ChatStream stream, CloseCode code, String reason) {
    loop.execute(() -> dismiss(stream, code, reason));
  }

  /// The watcher's socket was full and can take more.
  void drained(ChatStream stream) {
    loop.execute(() -> {
      switch (stream.standing()) {
        case ATTACHED -> showParts();
        case STALLED -> {
          enqueue(stream);
          advance();
        }
        case JOINING, GONE -> {}
      }
    });
  }

  void hint(Hint hint) {
    loop.execute(() -> {
      isSuspect |= hint.kind() == Hint.Kind.DELETED;
      if (newest == null || hint.versions().snapshot() > newest.versions().snapshot()) {
        newest = hint;
      }
      advance();
    });
  }

  /// The store did not know the chat a moment ago.
  void missing() {
    loop.execute(() -> {
      isSuspect = true;
      advance();
    });
  }

  // Reading

  private void enqueue(ChatStream stream) {
    stream.become(Standing.JOINING);
    joining.add(stream);
  }

  private void advance() {
    if (isBusy || audience.isEmpty() || (joining.isEmpty() && !isBehind())) {
      return;
    }
    isBusy = true;
    isSuspect = false;
    var joiners = nextJoiners();
    store
        .read(chat, versionOfAttached(), joiners.stream().findFirst().map(ChatStream::cursor))
        .onComplete(read -> onRead(read, joiners), failure -> onFailure(failure, joiners));
  }

  private boolean isBehind() {
    return isSuspect
        || (told != null
            && newest != null
            && audience.hasAttached()
            && StreamLogic.isWorthReading(told, newest));
  }

  private Optional<Versions> versionOfAttached() {
    return told != null && audience.hasAttached()
        ? Optional.of(told.row().versions())
        : Optional.empty();
  }

  /// Those that one read can serve: they lack the same messages.
  private List<ChatStream> nextJoiners() {
    var served = new ArrayList<ChatStream>();
    while (!joining.isEmpty()
        && (served.isEmpty() || lackTheSame(served.getFirst(), joining.peek()))) {
      served.add(joining.remove());
    }
    return served;
  }

  private static boolean lackTheSame(ChatStream one, ChatStream other) {
    if (one.cursor() instanceof Position(var history, _, _)
        && other.cursor() instanceof Position(var otherHistory, _, _)) {
      return history == otherHistory;
    }
    return one.cursor().equals(other.cursor());
  }

  private void onRead(Optional<StreamRead> found, List<ChatStream> joiners) {
    if (found.isEmpty()) {
      isBusy = false;
      dismissAll(CloseCode.NORMAL, "the chat was deleted");
      return;
    }
    var read = found.get();
    if (told != null && read.row().versions().snapshot() < told.row().versions().snapshot()) {
      onFailure(new IllegalStateException("the store answered with an older version"), joiners);
      return;
    }
    isBusy = false;
    failures = 0;
    if (audience.isEmpty()) {
      return;
    }
    var now = tell(read);
    var frames = new HashMap<StreamCursor, List<Frame>>();
    joiners.forEach(joiner -> admit(joiner, now, read, frames));
    showParts();
  }

  private void onFailure(Throwable failure, List<ChatStream> joiners) {
    failures++;
    if (failures >= FAILURES_BEFORE_GIVING_UP) {
      log.atWarn()
          .addKeyValue("chat_id", chat)
          .setCause(failure)
          .log("a watched chat is unreadable");
      isBusy = false;
      failures = 0;
      dismissAll(CloseCode.INTERNAL, "the chat cannot be read at the moment");
      return;
    }
    log.atDebug().addKeyValue("chat_id", chat).setCause(failure).log("reading a chat failed");
    joiners.reversed().forEach(joining::addFirst);
    isSuspect = true;
    scheduler.after(
        pause(),
        () -> {
          isBusy = false;
          advance();
        });
  }

  private Duration pause() {
    var pause = FIRST_PAUSE.multipliedBy(1L << (failures - 1));
    return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
  }

  // Telling

  /// Parts that were produced before the change are shown before it.
  private Told tell(StreamRead read) {
    audience.pump(preview);
    var change =
        told == null
            ? new StreamLogic.Change(Told.of(read.row()), List.of())
            : StreamLogic.change(told, read);
    told = change.now();
    if (!change.events().isEmpty()) {
      audience.tell(change.now(), change.events(), _ -> true);
    }
    preview.aim(change.now().target());
    return change.now();
  }

  private void admit(
      ChatStream joiner, Told now, StreamRead read, Map<StreamCursor, List<Frame>> frames) {
    if (joiner.standing() == Standing.GONE) {
      return;
    }
    if (joiner.isFull()) {
      joiner.become(Standing.STALLED);
      return;
    }
    var join =
        StreamLogic.join(
            now,
            read.joining().orElseThrow(),
            read.queue().orElseThrow(),
            joiner.cursor(),
            preview.supply());
    switch (join) {
      case StreamLogic.Join.StartOver() -> startOver(joiner);
      case StreamLogic.Join.Snapshot(var durable, var seq) -> {
        joiner.write(
            frames.computeIfAbsent(joiner.cursor(), from -> snapshot(from, now, durable, seq)));
        joiner.become(Standing.ATTACHED);
      }
    }
  }

  private List<Frame> snapshot(StreamCursor from, Told now, List<StreamEvent> durable, long seq) {
    var events = new ArrayList<>(durable);
    events.addAll(preview.after(seq));
    events.add(StreamLogic.synced(now, from, events));
    return Frame.pack(from, EventEncoder.encode(events));
  }

  /// Parts have come, or it has turned out where they are, or a socket can take some.
  private void showParts() {
    if (told != null) {
      showParts(told);
    }
    advance();
  }

  private void showParts(Told now) {
    switch (preview.supply()) {
      case Supply.Unknown() -> {}
      case Supply.Gone() ->
          audience.tell(now, List.of(new StreamEvent.PreviewReset()), holdsMoreThan(0));
      case Supply.Here(var lastSeq) -> {
        audience.ready(holdsMoreThan(lastSeq)).forEach(this::startOver);
        audience.pump(preview);
      }
    }
  }

  private static Predicate<ChatStream> holdsMoreThan(long seq) {
    return stream -> StreamLogic.seqOf(stream.cursor()) > seq;
  }

  private void startOver(ChatStream stream) {
    stream.write(Frame.pack(stream.cursor(), EventEncoder.encode(StreamLogic.START_OVER)));
    enqueue(stream);
  }

  // Parting

  private boolean drop(ChatStream stream) {
    if (!audience.remove(stream)) {
      return false;
    }
    joining.remove(stream);
    if (audience.isEmpty()) {
      preview.aim(Optional.empty());
    }
    onGone.accept(stream);
    return true;
  }

  private void dismiss(ChatStream stream, CloseCode code, String reason) {
    if (drop(stream)) {
      stream.dismiss(code, reason);
    }
  }

  private void dismissAll(CloseCode code, String reason) {
    audience.all().forEach(stream -> dismiss(stream, code, reason));
  }
}
