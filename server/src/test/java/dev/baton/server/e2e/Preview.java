package dev.baton.server.e2e;

import dev.baton.server.e2e.Cursor.Episode;
import java.util.Optional;

/// The parts of one episode that a client shows, from the first to `seq`.
///
/// @param text of the text parts
record Preview(Optional<Episode> episode, long seq, String workerId, String text) {

  static final Preview NONE = new Preview(Optional.empty(), 0, "", "");

  boolean isEmpty() {
    return episode.isEmpty();
  }

  Preview with(Event.Part part) {
    return new Preview(
        Optional.of(part.episode()), part.seq(), part.workerId(), text + part.text());
  }
}
