package dev.baton.server.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.baton.server.config.LogConfig;
import org.slf4j.LoggerFactory;

/// Applies `log.level`; what a line looks like is in `logback.xml`.
final class LogSetup {

  private LogSetup() {}

  static void apply(LogConfig config) {
    if (LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME) instanceof Logger root) {
      root.setLevel(Level.valueOf(config.level().name()));
    }
  }
}
