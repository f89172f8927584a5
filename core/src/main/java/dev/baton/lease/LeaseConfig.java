package dev.baton.lease;

import java.time.Duration;

/// How long a replica may be trusted, and how it keeps it so.
///
/// @param ttl after which others may take over, by the database's clock
/// @param renewEvery between the starts of renewals
/// @param margin how much earlier than others the holder stops trusting its lease: for the
///   difference between two clocks that run apart over one `ttl`
public record LeaseConfig(Duration ttl, Duration renewEvery, Duration margin) {

  public static final LeaseConfig DEFAULTS =
      new LeaseConfig(Duration.ofSeconds(5), Duration.ofMillis(250), Duration.ofSeconds(1));

  public LeaseConfig {
    require(renewEvery.isPositive(), "lease.renew-every must be positive, not " + renewEvery);
    require(margin.isPositive(), "lease.margin must be positive, not " + margin);
    require(
        ttl.minus(margin).compareTo(renewEvery.multipliedBy(4)) >= 0,
        "lease.ttl must be at least lease.margin plus four times lease.renew-every, so that one slow"
            + " renewal does not lose the lease, not %s, %s, %s"
                .formatted(ttl, margin, renewEvery));
  }

  /// From the start of a successful renewal: how long the holder trusts it.
  Duration trust() {
    return ttl.minus(margin);
  }

  /// After which a renewal is given up: soon enough for another one within the same term.
  Duration attemptTimeout() {
    return trust().dividedBy(2);
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
