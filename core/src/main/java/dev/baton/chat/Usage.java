package dev.baton.chat;

import java.util.OptionalLong;

/// Tokens of one model call as the provider counted them; absent means it did not say.
public record Usage(
    OptionalLong inputTokens,
    OptionalLong outputTokens,
    OptionalLong totalTokens,
    OptionalLong reasoningTokens,
    OptionalLong cacheCreationTokens,
    OptionalLong cacheReadTokens,
    OptionalLong contextLimit) {

  public static final Usage UNKNOWN =
      new Usage(
          OptionalLong.empty(),
          OptionalLong.empty(),
          OptionalLong.empty(),
          OptionalLong.empty(),
          OptionalLong.empty(),
          OptionalLong.empty(),
          OptionalLong.empty());
}
