package dev.baton.postgres;

import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Function;

/// Values of single columns.
final class Columns {

  private Columns() {}

  static <T> Optional<T> id(Row row, String column, Function<UUID, T> type) {
    return Optional.ofNullable(row.getUUID(column)).map(type);
  }

  static <T> Optional<T> text(Row row, String column, Function<String, T> type) {
    return Optional.ofNullable(row.getString(column)).map(type);
  }

  static OptionalLong number(Row row, String column) {
    Long value = row.getLong(column);
    return value == null ? OptionalLong.empty() : OptionalLong.of(value);
  }

  static Optional<Duration> millis(Row row, String column) {
    return Optional.ofNullable(row.getLong(column)).map(Duration::ofMillis);
  }

  static Instant instant(Row row, String column) {
    return row.getOffsetDateTime(column).toInstant();
  }
}
