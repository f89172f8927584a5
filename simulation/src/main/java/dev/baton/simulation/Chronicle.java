package dev.baton.simulation;

import java.util.ArrayList;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What has happened in one history, a line for each event, and the first check that failed. Lines
/// are only kept if somebody wants to read them: the seed brings them all back.
final class Chronicle {

  private final Timeline timeline;
  private final boolean keeps;
  private final List<String> lines = new ArrayList<>();
  private @Nullable Violation violation;

  Chronicle(Timeline timeline, boolean keeps) {
    this.timeline = timeline;
    this.keeps = keeps;
  }

  void tell(Object who, String what, @Nullable Object... about) {
    if (keeps) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%10.3f ms  %-10s %s",
              timeline.nowNanos() / 1e6,
              who,
              filled(about, what)));
    }
  }

  void violated(Check check, String detail, @Nullable Object... about) {
    if (violation == null) {
      violation = Violation.of(check, filled(about, detail));
      tell("CHECK", "%s", violation);
    }
  }

  Optional<Violation> violation() {
    return Optional.ofNullable(violation);
  }

  List<String> lines() {
    return lines;
  }

  private static String filled(@Nullable Object[] about, String pattern) {
    return new Formatter(Locale.ROOT).format(pattern, about).toString();
  }
}
