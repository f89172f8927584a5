package dev.baton.stream;

import dev.baton.store.StreamCursor;
import dev.baton.store.StreamRead;
import dev.baton.stream.ChatStream.Standing;
import dev.baton.stream.EventEncoder.Encoded;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The watchers of a chat, and what they are told. It is encoded once; watchers that stand at the
/// same place get the same bytes. On the feed's context.
///
/// A watcher is *joining* (wants a read of its own), *attached* (has been told all of `told`), or
/// *stalled* (its socket is full; it will join again).
final class Audience {

  private final Preview preview;
  private final Consumer<ChatStream> rejoin;
  private final Set<ChatStream> watchers = new LinkedHashSet<>();
  private @Nullable Told told;

  /// @param rejoin is given watchers that must join from the beginning
  Audience(Preview preview, Consumer<ChatStream> rejoin) {
    this.preview = preview;
    this.rejoin = rejoin;
  }

  void add(ChatStream stream) {
    watchers.add(stream);
  }

  /// Takes a watcher out, and says whether it was here.
  boolean remove(ChatStream stream) {
    stream.become(Standing.GONE);
    boolean wasHere = watchers.remove(stream);
    if (watchers.isEmpty()) {
      preview.aim(Optional.empty());
    }
    return wasHere;
  }

  boolean isEmpty() {
    return watchers.isEmpty();
  }

  List<ChatStream> all() {
    return List.copyOf(watchers);
  }

  /// What all attached watchers have been told; empty if none is attached.
  Optional<Told> told() {
    return watchers.stream().anyMatch(ChatStream::isAttached)
        ? Optional.ofNullable(told)
        : Optional.empty();
  }

  /// How many parts that are here the slowest watcher has yet to be sent.
  long lag() {
    return preview.supply() instanceof Supply.Here(var lastSeq)
        ? watchers.stream().mapToLong(watcher -> lag(watcher, lastSeq)).max().orElse(0)
        : 0;
  }

  private static long lag(ChatStream watcher, long lastSeq) {
    return watcher.isAttached()
        ? Math.max(0, lastSeq - StreamLogic.seqOf(watcher.cursor()))
        : lastSeq;
  }

  /// Whether a read shows the chat as it was before what has been told.
  boolean isAheadOf(StreamRead read) {
    return told != null && told.row().versions().snapshot() > read.row().versions().snapshot();
  }

  /// Tells attached watchers what has changed, and brings joiners to where they are then. Parts
  /// that were produced before the change are shown before it.
  void tell(StreamRead read, List<ChatStream> joiners) {
    pump();
    var change =
        told == null
            ? new StreamLogic.Change(Told.of(read.row()), List.of())
            : StreamLogic.change(told, read);
    told = change.now();
    if (!change.events().isEmpty()) {
      tell(change.now(), change.events(), _ -> true);
    }
    preview.aim(change.now().target());
    var snapshots = new HashMap<StreamCursor, List<Frame>>();
    joiners.stream()
        .filter(joiner -> joiner.standing() == Standing.JOINING)
        .forEach(joiner -> admit(joiner, change.now(), read, snapshots));
    showParts();
  }

  /// Parts have come, or it has turned out where they are, or a socket can take some.
  void showParts() {
    if (told == null) {
      return;
    }
    switch (preview.supply()) {
      case Supply.Unknown() -> {}
      case Supply.Gone() -> tell(told, List.of(new StreamEvent.PreviewReset()), holdsMoreThan(0));
      case Supply.Here(var lastSeq) -> {
        ready(holdsMoreThan(lastSeq)).forEach(this::startOver);
        pump();
      }
    }
  }

  private void tell(Told now, List<StreamEvent> events, Predicate<ChatStream> which) {
    var encoded = EventEncoder.encode(events);
    var frames = new HashMap<StreamCursor, List<Frame>>();
    for (ChatStream stream : ready(which)) {
      stream.write(
          frames.computeIfAbsent(
              stream.cursor(),
              from -> Frame.pack(from, synced(encoded, StreamLogic.synced(now, from, events)))));
    }
  }

  private static List<Encoded> synced(List<Encoded> events, StreamEvent.Synced synced) {
    var all = new ArrayList<>(events);
    all.add(EventEncoder.encode(synced));
    return all;
  }

  private void admit(
      ChatStream joiner, Told now, StreamRead read, Map<StreamCursor, List<Frame>> snapshots) {
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
            snapshots.computeIfAbsent(joiner.cursor(), from -> snapshot(from, now, durable, seq)));
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

  private void startOver(ChatStream stream) {
    stream.write(Frame.pack(stream.cursor(), EventEncoder.encode(StreamLogic.START_OVER)));
    rejoin.accept(stream);
  }

  /// Sends attached watchers the parts they lack, as far as their sockets take them.
  private void pump() {
    var frames = new HashMap<StreamCursor, List<Frame>>();
    for (ChatStream stream : watchers) {
      while (stream.isAttached() && !stream.isFull()) {
        var next = frames.computeIfAbsent(stream.cursor(), this::nextParts);
        if (next.isEmpty()) {
          break;
        }
        stream.write(next);
      }
    }
  }

  private List<Frame> nextParts(StreamCursor from) {
    return Frame.pack(from, EventEncoder.encode(preview.after(StreamLogic.seqOf(from))));
  }

  /// Attached watchers that take what is to be told now. Those whose sockets are full stall.
  private List<ChatStream> ready(Predicate<ChatStream> which) {
    var concerned = watchers.stream().filter(ChatStream::isAttached).filter(which).toList();
    concerned.stream().filter(ChatStream::isFull).forEach(s -> s.become(Standing.STALLED));
    return concerned.stream().filter(ChatStream::isAttached).toList();
  }

  private static Predicate<ChatStream> holdsMoreThan(long seq) {
    return stream -> StreamLogic.seqOf(stream.cursor()) > seq;
  }
}
