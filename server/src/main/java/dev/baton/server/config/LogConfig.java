package dev.baton.server.config;

/// What is logged, to standard output, one line an event.
public record LogConfig(Level level) {

  static final LogConfig DEFAULTS = new LogConfig(Level.INFO);

  public enum Level {
    TRACE,
    DEBUG,
    INFO,
    WARN,
    ERROR
  }
}
