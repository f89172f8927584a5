package dev.baton.server.config;

/// What is logged, to standard output, one line an event.
public record LogConfig(Level level, Format format) {

  static final LogConfig DEFAULTS = new LogConfig(Level.INFO, Format.TEXT);

  public enum Level {
    TRACE,
    DEBUG,
    INFO,
    WARN,
    ERROR
  }

  public enum Format {
    /// For people.
    TEXT,
    /// One JSON object a line, for programs.
    JSON
  }
}
