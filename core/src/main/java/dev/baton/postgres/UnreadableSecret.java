package dev.baton.postgres;

/// A stored secret that cannot be decrypted. The message says what to do and holds nothing of it.
public final class UnreadableSecret extends RuntimeException {

  UnreadableSecret(String message) {
    super(message);
  }
}
