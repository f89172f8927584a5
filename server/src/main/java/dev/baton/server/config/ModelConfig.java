package dev.baton.server.config;

import dev.baton.agent.RetryPolicy;
import java.time.Duration;

/// Calls of model providers. A call that says nothing for `silenceTimeout` has failed; zero is
/// never.
public record ModelConfig(Duration silenceTimeout, RetryPolicy retry) {

  static final ModelConfig DEFAULTS = new ModelConfig(Duration.ofMinutes(10), RetryPolicy.DEFAULTS);
}
