package dev.baton.store;

import dev.baton.chat.UserId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// A credential, without its secret, of which only a SHA-256 is stored.
public record Token(
    UUID id,
    UserId userId,
    Kind kind,
    String name,
    Set<Scope> scopes,
    Instant createdAt,
    Optional<Instant> expiresAt,
    Optional<Instant> lastUsedAt) {

  public Token {
    scopes = Set.copyOf(scopes);
  }

  public enum Kind {
    /// Made by a user for a program.
    API,
    /// Behind a browser's cookie.
    SESSION,
    /// Signs in once.
    LINK
  }
}
