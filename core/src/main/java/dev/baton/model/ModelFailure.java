package dev.baton.model;

import dev.baton.chat.ChatError;
import java.time.Duration;
import java.util.Optional;

/// A failed call, classified once; see [ErrorClassifier].
///
/// @param retryAfter how long the provider asks to be left alone
public record ModelFailure(ChatError error, Optional<Duration> retryAfter) {}
