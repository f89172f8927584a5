package dev.baton.server.config;

import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// The keys that encrypt secrets at rest, each 32 bytes in base64: `key` seals, `previousKeys` only
/// open.
public record SecretsConfig(Optional<Secret> key, List<Secret> previousKeys) {

  static final SecretsConfig DEFAULTS = new SecretsConfig(Optional.empty(), List.of());

  private static final int KEY_BYTES = 32;
  private static final String ALLOWED =
      "32 random bytes in base64, as `openssl rand -base64 32` makes them";

  public SecretsConfig {
    previousKeys = List.copyOf(previousKeys);
    key.ifPresent(present -> Check.that(isKey(present), "key", Secret.HIDDEN, ALLOWED));
    for (Secret previous : previousKeys) {
      Check.that(isKey(previous), "previous-keys", Secret.HIDDEN, "each " + ALLOWED);
    }
    Check.that(
        key.isPresent() || previousKeys.isEmpty(),
        "previous-keys",
        Secret.HIDDEN,
        "nothing, as long as there is no secrets.key");
  }

  private static boolean isKey(Secret key) {
    try {
      return Base64.getDecoder().decode(key.reveal()).length == KEY_BYTES;
    } catch (IllegalArgumentException notBase64) {
      return false;
    }
  }
}
