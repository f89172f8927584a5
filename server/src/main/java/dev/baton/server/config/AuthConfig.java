package dev.baton.server.config;

import java.time.Duration;
import java.util.Optional;

/// Who gets in. `adminToken` is a token for automation; `signInSecret` is good for one sign-in.
public record AuthConfig(
    Optional<Secret> adminToken, Optional<Secret> signInSecret, Duration sessionTtl) {

  static final AuthConfig DEFAULTS =
      new AuthConfig(Optional.empty(), Optional.empty(), Duration.ofDays(30));

  public AuthConfig {
    Check.positive("session-ttl", sessionTtl);
  }
}
