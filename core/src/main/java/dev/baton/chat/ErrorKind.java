package dev.baton.chat;

import java.util.Locale;

/// The closed set of reasons why a turn failed. The wire name is the constant in lower case.
public enum ErrorKind {
  GENERIC,
  OVERLOADED,
  RATE_LIMIT,
  TIMEOUT,
  STREAM_SILENCE_TIMEOUT,
  AUTH,
  CONFIG,
  USAGE_LIMIT,
  MISSING_KEY,
  PROVIDER_DISABLED,
  CONTENT_FILTER,
  /// The chat ended its worker again and again; see `owner_deaths`.
  OWNER_DEATHS,
  /// The turn took more steps or more time than the deployment allows.
  TURN_LIMIT;

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static ErrorKind ofWireName(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }
}
