package dev.baton.server.config;

import java.net.URI;
import java.time.Duration;

/// The words in which a settings record refuses a value. A key is named as in its own section; the
/// schema adds the section and where the value was set.
final class Check {

  private Check() {}

  static void that(boolean holds, String key, Object found, String allowed) {
    if (!holds) {
      throw new Refusal(key, Values.written(found), allowed);
    }
  }

  static void between(String key, int found, int least, int most) {
    that(least <= found && found <= most, key, found, "from " + least + " to " + most);
  }

  static void positive(String key, Duration found) {
    that(found.isPositive(), key, found, "more than 0");
  }

  static void less(String key, Duration found, String otherKey, Duration other) {
    var allowed = "less than " + otherKey + " (" + Values.written(other) + ")";
    that(found.compareTo(other) < 0, key, found, allowed);
  }

  static void text(String key, String found) {
    that(!found.isBlank(), key, found, "some text");
  }

  static void webUrl(String key, URI found) {
    var scheme = found.getScheme();
    that(
        ("http".equals(scheme) || "https".equals(scheme)) && found.getHost() != null,
        key,
        found,
        "a URL such as https://baton.example.com");
  }

  /// A value that a record does not take.
  static final class Refusal extends RuntimeException {
    final String key;
    final String found;
    final String allowed;

    Refusal(String key, String found, String allowed) {
      super(key + " is " + found + "; allowed: " + allowed);
      this.key = key;
      this.found = found;
      this.allowed = allowed;
    }
  }
}
