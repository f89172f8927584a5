package dev.baton.stream;

import dev.baton.store.StreamCursor;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/// One watcher of a chat: a socket, and the watermark up to which it has been told.
///
/// The watermark is the client's own cursor, so a watcher whose socket is full holds nothing else:
/// parts wait in their log, and when something durable changes meanwhile, it joins anew from its
/// cursor as soon as the socket has drained. Lives on its feed's context, but for [#leave] and
/// [#close], which any thread may call.
public final class ChatStream {

  /// What a watcher waits for.
  enum Standing {
    /// For a read that serves it.
    JOINING,
    /// For news: it has been told everything else.
    ATTACHED,
    /// For its socket to drain, and then for a read.
    STALLED,
    /// For nothing.
    GONE
  }

  private final ChatFeed feed;
  private final Sink sink;
  private final LongAdder sentParts;
  private StreamCursor cursor;
  private Standing standing = Standing.JOINING;

  /// @param sentParts to which what is sent is added
  ChatStream(ChatFeed feed, StreamCursor cursor, Sink sink, LongAdder sentParts) {
    this.sentParts = sentParts;
    this.feed = feed;
    this.cursor = cursor;
    this.sink = sink;
  }

  /// The client has gone.
  public void leave() {
    feed.leave(this);
  }

  /// Sends the client away.
  public void close(CloseCode code, String reason) {
    feed.close(this, code, reason);
  }

  void open() {
    sink.onDrain(() -> feed.drained(this));
    feed.join(this);
  }

  void dismiss(CloseCode code, String reason) {
    sink.close(code, reason);
  }

  Standing standing() {
    return standing;
  }

  boolean isAttached() {
    return standing == Standing.ATTACHED;
  }

  void become(Standing next) {
    standing = next;
  }

  boolean isFull() {
    return sink.isFull();
  }

  StreamCursor cursor() {
    return cursor;
  }

  void write(List<Frame> frames) {
    for (Frame frame : frames) {
      sentParts.add(StreamLogic.partsBetween(cursor, frame.resume()));
      cursor = frame.resume();
      sink.write(frame.body(), cursor);
    }
  }
}
