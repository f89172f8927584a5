package dev.baton.agent;

import dev.baton.chat.Draft;
import java.util.List;

/// What exists of a step that was not committed. It belongs to one history: on any other it is
/// void.
public record Held(long historyVersion, List<Draft> drafts) {

  public static final Held NOTHING = new Held(-1, List.of());

  /// What of this an interruption of that history commits.
  public List<Draft> on(long historyVersion) {
    return this.historyVersion == historyVersion ? drafts : List.of();
  }
}
