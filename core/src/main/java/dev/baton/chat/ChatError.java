package dev.baton.chat;

import java.util.Optional;
import java.util.OptionalInt;

/// Why a turn failed: the same payload in the `error` event, in the chat's row and in the log.
/// `message` is for people and says what to do; `detail` is what the provider said.
public record ChatError(
    String message,
    Optional<String> detail,
    ErrorKind kind,
    Optional<String> provider,
    boolean retryable,
    OptionalInt statusCode) {

  public static ChatError of(ErrorKind kind, String message) {
    return new ChatError(
        message, Optional.empty(), kind, Optional.empty(), false, OptionalInt.empty());
  }
}
