package dev.baton.stream;

import dev.baton.chat.ChatStatus;
import dev.baton.chat.EpisodeId;
import dev.baton.relay.PartsSource;
import dev.baton.store.StreamCursor;
import dev.baton.store.StreamRow;
import java.util.Optional;

/// What every watcher of a chat has been told.
///
/// @param retired the current attempt has failed, so that no further part of it may be shown: a
///   client that dropped its preview would see text that starts in the middle
record Told(StreamRow row, boolean retired) {

  static Told of(StreamRow row) {
    return new Told(row, hasFailed(row));
  }

  /// An attempt stays retired until the next begins, even if the retry was called off before
  /// anybody was told of it.
  Told next(StreamRow newer) {
    boolean sameEpisode = newer.episode().equals(episode());
    boolean retryMoved = newer.versions().retryState() != row.versions().retryState();
    return new Told(newer, hasFailed(newer) || (sameEpisode && (retired || retryMoved)));
  }

  EpisodeId episode() {
    return row.episode();
  }

  StreamCursor.Position at(long seq) {
    return new StreamCursor.Position(row.versions().history(), row.versions().attempt(), seq);
  }

  /// Whose parts to show, if any are to come.
  Optional<PartsSource.Target> target() {
    boolean producing =
        row.status() == ChatStatus.RUNNING || row.status() == ChatStatus.INTERRUPTING;
    return producing && !retired && row.versions().attempt() > 0
        ? row.workerId().map(worker -> new PartsSource.Target(episode(), worker))
        : Optional.empty();
  }

  private static boolean hasFailed(StreamRow row) {
    return row.status() == ChatStatus.ERROR || row.retry().isPresent();
  }
}
