package dev.baton.stream;

import dev.baton.store.StreamCursor;
import dev.baton.stream.ChatStream.Standing;
import dev.baton.stream.EventEncoder.Encoded;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// The watchers of a chat, and how things are told to those attached. What is told is encoded once;
/// watchers that stand at the same place get the same bytes. On the feed's context.
final class Audience {

  private final Set<ChatStream> watchers = new LinkedHashSet<>();

  void add(ChatStream stream) {
    watchers.add(stream);
  }

  /// Takes a watcher out, and says whether it was here.
  boolean remove(ChatStream stream) {
    stream.become(Standing.GONE);
    return watchers.remove(stream);
  }

  boolean isEmpty() {
    return watchers.isEmpty();
  }

  List<ChatStream> all() {
    return List.copyOf(watchers);
  }

  boolean hasAttached() {
    return watchers.stream().anyMatch(ChatStream::isAttached);
  }

  /// Attached watchers that take what is to be told now. Those whose sockets are full stall.
  List<ChatStream> ready(Predicate<ChatStream> which) {
    var concerned = watchers.stream().filter(ChatStream::isAttached).filter(which).toList();
    concerned.stream().filter(ChatStream::isFull).forEach(s -> s.become(Standing.STALLED));
    return concerned.stream().filter(ChatStream::isAttached).toList();
  }

  /// Tells attached watchers, those that it concerns, what brings them to `now`.
  void tell(Told now, List<StreamEvent> events, Predicate<ChatStream> which) {
    var encoded = EventEncoder.encode(events);
    var frames = new HashMap<StreamCursor, List<Frame>>();
    for (ChatStream stream : ready(which)) {
      stream.write(
          frames.computeIfAbsent(
              stream.cursor(),
              from -> Frame.pack(from, synced(encoded, StreamLogic.synced(now, from, events)))));
    }
  }

  /// Sends attached watchers the parts they lack, as far as their sockets take them.
  void pump(Preview preview) {
    var frames = new HashMap<StreamCursor, List<Frame>>();
    for (ChatStream stream : watchers) {
      while (stream.isAttached() && !stream.isFull()) {
        var next = frames.computeIfAbsent(stream.cursor(), from -> chunk(from, preview));
        if (next.isEmpty()) {
          break;
        }
        stream.write(next);
      }
    }
  }

  private static List<Frame> chunk(StreamCursor from, Preview preview) {
    return Frame.pack(from, EventEncoder.encode(preview.after(StreamLogic.seqOf(from))));
  }

  private static List<Encoded> synced(List<Encoded> events, StreamEvent.Synced synced) {
    var all = new ArrayList<>(events);
    all.add(EventEncoder.encode(synced));
    return all;
  }
}
