package dev.baton.server.http;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.regex.Pattern;

/// Reads ids, more strictly than the JDK does: it takes `1-1-1-1-1` for a UUID.
final class Ids {

  private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,19}");

  private Ids() {}

  static Optional<UUID> uuid(String text) {
    try {
      var id = UUID.fromString(text);
      return id.toString().equalsIgnoreCase(text) ? Optional.of(id) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  static OptionalLong int64(String text) {
    try {
      return INTEGER.matcher(text).matches()
          ? OptionalLong.of(Long.parseLong(text))
          : OptionalLong.empty();
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }
}
