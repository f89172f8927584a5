package dev.baton.server.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import dev.baton.server.config.LogConfig;
import org.slf4j.LoggerFactory;

/// Applies `log.level` and `log.format`; what a line of text looks like is in `logback.xml`.
final class LogSetup {

  private LogSetup() {}

  static void apply(LogConfig config) {
    if (LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME) instanceof Logger root) {
      root.setLevel(Level.valueOf(config.level().name()));
      if (config.format() == LogConfig.Format.JSON) {
        root.iteratorForAppenders().forEachRemaining(LogSetup::writeJson);
      }
    }
  }

  private static void writeJson(Appender<ILoggingEvent> appender) {
    if (appender instanceof OutputStreamAppender<ILoggingEvent> stream) {
      var json = new JsonLines();
      json.setContext(stream.getContext());
      json.start();
      stream.setEncoder(json);
    }
  }
}
