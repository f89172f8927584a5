package dev.baton.server.config;

import java.time.Duration;

/// A replica's lease. The holder trusts it until `ttl − margin` after the start of a renewal.
public record LeaseConfig(Duration ttl, Duration renewEvery, Duration margin) {

  static final LeaseConfig DEFAULTS =
      new LeaseConfig(Duration.ofSeconds(5), Duration.ofMillis(250), Duration.ofMillis(500));

  public LeaseConfig {
    Check.positive("ttl", ttl);
    Check.positive("renew-every", renewEvery);
    Check.positive("margin", margin);
    Check.less("margin", margin, "lease.ttl", ttl);
    Check.less("renew-every", renewEvery, "lease.ttl − lease.margin", ttl.minus(margin));
  }
}
