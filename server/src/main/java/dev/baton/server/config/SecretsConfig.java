package dev.baton.server.config;

import java.util.Base64;
import java.util.Optional;

/// The key that encrypts secrets at rest: 32 bytes in base64.
public record SecretsConfig(Optional<Secret> key) {

  static final SecretsConfig DEFAULTS = new SecretsConfig(Optional.empty());

  private static final int KEY_BYTES = 32;

  public SecretsConfig {
    Check.that(
        key.isEmpty() || bytes(key.get()) == KEY_BYTES,
        "key",
        Secret.HIDDEN,
        "32 random bytes in base64, as `openssl rand -base64 32` makes them");
  }

  private static int bytes(Secret key) {
    try {
      return Base64.getDecoder().decode(key.reveal()).length;
    } catch (IllegalArgumentException notBase64) {
      return -1;
    }
  }
}
