package dev.baton.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Optional;

/// Reads what token a user wants.
final class TokenDecoder {

  private static final long TEN_YEARS_SECONDS = Duration.ofDays(3650).toSeconds();

  private TokenDecoder() {}

  /// @param validFor without it the token is good until it is deleted
  record TokenDraft(String name, Optional<Duration> validFor) {}

  static TokenDraft draft(ObjectNode body) {
    var validation = new Validation();
    var fields = Fields.of(body, validation);
    String name = fields.requiredName("name", 100);
    var lifetime = fields.int64("lifetime_seconds", 1, TEN_YEARS_SECONDS);
    validation.finish();
    return new TokenDraft(
        name,
        lifetime.isPresent()
            ? Optional.of(Duration.ofSeconds(lifetime.getAsLong()))
            : Optional.empty());
  }
}
