package dev.baton.chat;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/// A model call that failed and will be tried again: the payload of the `retry` event.
///
/// @param attempt the failed attempts so far, from 1
/// @param delayMillis the pause before the next attempt
public record Retry(
    int attempt,
    long delayMillis,
    String error,
    ErrorKind kind,
    Optional<String> provider,
    OptionalInt statusCode,
    Instant retryingAt) {}
