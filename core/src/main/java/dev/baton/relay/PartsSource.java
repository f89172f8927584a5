package dev.baton.relay;

import dev.baton.chat.EpisodeId;
import dev.baton.chat.WorkerId;
import dev.baton.parts.EpisodeLog;

/// Where the live parts of an episode come from, wherever it runs.
public interface PartsSource {

  /// Begins to bring the parts of a target. The listener may be called at once, within this call
  /// and on its thread, or later on any thread; it must not block.
  Following follow(Target target, Listener listener);

  /// An episode, and the worker that the database names as its producer. Parts of another worker
  /// are not to be shown, even if they claim the same episode.
  record Target(EpisodeId episode, WorkerId workerId) {}

  /// Hears what became of a target.
  interface Listener {

    /// Here are the parts. A log is complete from `seq` 1 on, or will be; there may be more calls
    /// when a source had to begin anew.
    void onLog(EpisodeLog log);

    /// They cannot be had here: what is shown of them cannot be continued.
    void onGone();
  }

  /// Ends the bringing; a call that is under way may still come. More than once does no harm.
  interface Following {
    void cancel();
  }
}
