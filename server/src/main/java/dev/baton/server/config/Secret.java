package dev.baton.server.config;

/// A value that is never shown: not by `toString`, not in an error.
public record Secret(String reveal) {

  static final String HIDDEN = "(hidden)";

  @Override
  public String toString() {
    return HIDDEN;
  }
}
