package dev.baton.stream;

import dev.baton.chat.ChatError;
import dev.baton.chat.ChatStatus;
import dev.baton.chat.ErrorKind;
import dev.baton.chat.QueuedMessage;
import dev.baton.pubsub.Hint;
import dev.baton.store.HistoryDelta;
import dev.baton.store.StreamCursor;
import dev.baton.store.StreamRead;
import dev.baton.store.StreamRow;
import java.util.ArrayList;
import java.util.List;

/// Decides what the watchers of one chat are told. Pure: it sees reads, hints and cursors, and
/// answers with events.
final class StreamLogic {

  private static final ChatError UNEXPLAINED =
      ChatError.of(ErrorKind.GENERIC, "The turn failed. Try again, or look into the server's log.");

  /// What a client is told whose cursor is void. It drops its parts too, and stands at the
  /// beginning then.
  static final List<StreamEvent> START_OVER = List.of(new StreamEvent.HistoryReset());

  private StreamLogic() {}

  /// What those who were told everything up to now are told next; [StreamEvent.Synced] is to follow
  /// if it is anything at all.
  record Change(Told now, List<StreamEvent> events) {}

  /// How somebody who joins is brought to where all others are.
  sealed interface Join {

    /// Tell these, then the parts after `seq`, then [StreamEvent.Synced].
    record Snapshot(List<StreamEvent> durable, long seq) implements Join {}

    /// What the client claims to hold never was: it must drop everything and join from the
    /// beginning.
    record StartOver() implements Join {}
  }

  /// Whether a hint is worth a read: it must be newer, and something must have moved that watchers
  /// are told of.
  static boolean isWorthReading(Told told, Hint hint) {
    var mine = told.row().versions();
    var theirs = hint.versions();
    return theirs.snapshot() > mine.snapshot()
        && (theirs.history() > mine.history()
            || theirs.queue() > mine.queue()
            || theirs.retryState() > mine.retryState()
            || theirs.attempt() != mine.attempt()
            || hint.status() != told.row().status()
            || !hint.workerId().equals(told.row().workerId()));
  }

  /// The order of the events is part of the contract.
  static Change change(Told told, StreamRead read) {
    var before = told.row();
    var row = read.row();
    if (row.versions().snapshot() <= before.versions().snapshot()) {
      return new Change(told, List.of());
    }
    var now = told.next(row);
    boolean newEpisode = !now.episode().equals(told.episode());
    var events = new ArrayList<StreamEvent>();
    read.delta().ifPresent(delta -> addMessages(events, delta));
    if (row.versions().queue() != before.versions().queue()) {
      read.queue().ifPresent(queue -> events.add(new StreamEvent.Queue(queue)));
    }
    if (!status(row).equals(status(before))) {
      events.add(status(row));
    }
    if (newEpisode || !failureOf(row).equals(failureOf(before))) {
      events.addAll(failureOf(row));
    }
    if (newEpisode || !actionOf(row).equals(actionOf(before))) {
      events.addAll(actionOf(row));
    }
    if (row.versions().retryState() != before.versions().retryState()
        || !retryOf(row).equals(retryOf(before))) {
      events.addAll(retryOf(row));
    }
    if (newEpisode) {
      events.add(new StreamEvent.PreviewReset());
    }
    return new Change(now, List.copyOf(events));
  }

  /// @param missing what the store says the client lacks
  /// @param supply of the parts of `now`'s episode
  static Join join(
      Told now,
      HistoryDelta missing,
      List<QueuedMessage> queue,
      StreamCursor cursor,
      Supply supply) {
    if (!missing.reset() && isFromTheFuture(cursor, now, supply)) {
      return new Join.StartOver();
    }
    var row = now.row();
    var events = new ArrayList<StreamEvent>();
    addMessages(events, missing);
    events.add(new StreamEvent.Queue(queue));
    events.add(status(row));
    events.addAll(failureOf(row));
    events.addAll(actionOf(row));
    events.addAll(retryOf(row));
    if (!missing.reset()
        && cursor instanceof StreamCursor.Position position
        && continues(position, now, supply)) {
      return new Join.Snapshot(List.copyOf(events), position.seq());
    }
    if (!(cursor instanceof StreamCursor.Beginning)) {
      events.add(new StreamEvent.PreviewReset());
    }
    return new Join.Snapshot(List.copyOf(events), 0);
  }

  /// Ends what a client that stood at `from` is told of `now`.
  static StreamEvent.Synced synced(Told now, StreamCursor from, List<StreamEvent> events) {
    long seq = seqOf(from);
    for (StreamEvent event : events) {
      seq =
          switch (event) {
            case StreamEvent.Live(_, _, var stretch) -> stretch.seq();
            case StreamEvent.PreviewReset() -> 0;
            case StreamEvent.HistoryReset() -> 0;
            default -> seq;
          };
    }
    return new StreamEvent.Synced(now.at(seq));
  }

  /// The last part that a client holds.
  static long seqOf(StreamCursor cursor) {
    return cursor instanceof StreamCursor.Position(_, _, var seq) ? seq : 0;
  }

  /// How many parts lie between two places of the same watcher.
  static long partsBetween(StreamCursor from, StreamCursor to) {
    boolean sameEpisode =
        from instanceof StreamCursor.Position(var history, var attempt, _)
            && to instanceof StreamCursor.Position(var toHistory, var toAttempt, _)
            && history == toHistory
            && attempt == toAttempt;
    return Math.max(0, seqOf(to) - (sameEpisode ? seqOf(from) : 0));
  }

  private static boolean isFromTheFuture(StreamCursor cursor, Told now, Supply supply) {
    if (!(cursor instanceof StreamCursor.Position(var history, var attempt, var seq))) {
      return false;
    }
    var row = now.row().versions();
    if (history != row.history() || attempt != row.attempt()) {
      return history > row.history() || (history == row.history() && attempt > row.attempt());
    }
    return (supply instanceof Supply.Here(var lastSeq) && seq > lastSeq)
        || (attempt == 0 && seq > 0);
  }

  /// Whether the parts that the client shows are the beginning of those to come.
  private static boolean continues(StreamCursor.Position position, Told now, Supply supply) {
    return position.equals(now.at(position.seq()))
        && (position.seq() == 0 || !(supply instanceof Supply.Gone));
  }

  private static void addMessages(List<StreamEvent> events, HistoryDelta delta) {
    if (delta.reset()) {
      events.add(new StreamEvent.HistoryReset());
    }
    delta.messages().forEach(message -> events.add(new StreamEvent.Committed(message)));
  }

  private static StreamEvent status(StreamRow row) {
    return new StreamEvent.Status(row.status(), row.workerId());
  }

  private static List<StreamEvent> failureOf(StreamRow row) {
    return row.status() == ChatStatus.ERROR
        ? List.of(new StreamEvent.Failed(row.error().orElse(UNEXPLAINED)))
        : List.of();
  }

  private static List<StreamEvent> actionOf(StreamRow row) {
    return row.status() == ChatStatus.REQUIRES_ACTION
        ? List.of(new StreamEvent.ActionRequired(row.clientCalls()))
        : List.of();
  }

  private static List<StreamEvent> retryOf(StreamRow row) {
    return row.status() == ChatStatus.RUNNING && row.retry().isPresent()
        ? List.of(new StreamEvent.Retrying(row.retry().get()))
        : List.of();
  }
}
