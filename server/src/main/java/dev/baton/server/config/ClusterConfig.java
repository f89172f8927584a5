package dev.baton.server.config;

import java.util.Optional;

/// What replicas of one deployment share: the secret they prove themselves to each other with.
public record ClusterConfig(Optional<Secret> secret) {

  static final ClusterConfig DEFAULTS = new ClusterConfig(Optional.empty());

  private static final int LEAST_CHARACTERS = 32;

  public ClusterConfig {
    Check.that(
        secret.isEmpty() || secret.get().reveal().length() >= LEAST_CHARACTERS,
        "secret",
        Secret.HIDDEN,
        "at least " + LEAST_CHARACTERS + " characters, the same on every replica");
  }
}
