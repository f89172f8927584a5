package dev.baton.chat;

import java.util.OptionalLong;

/// Tokens of one model call as the provider counted them; absent means it did not say.
///
/// @param costMicros what the call cost, in millionths of a dollar, at the price of its day; absent
///   if no price was known
public record Usage(
    OptionalLong inputTokens,
    OptionalLong outputTokens,
    OptionalLong totalTokens,
    OptionalLong reasoningTokens,
    OptionalLong cacheCreationTokens,
    OptionalLong cacheReadTokens,
    OptionalLong contextLimit,
    OptionalLong costMicros) {

  public static final Usage UNKNOWN =
      new Usage(
          OptionalLong.empty(),
          OptionalLong.empty(),
          OptionalLong.empty(),
          OptionalLong.empty(),
          OptionalLong.empty(),
          OptionalLong.empty(),
          OptionalLong.empty());

  /// What a provider says: it counts, and does not tell the price.
  public Usage(
      OptionalLong inputTokens,
      OptionalLong outputTokens,
      OptionalLong totalTokens,
      OptionalLong reasoningTokens,
      OptionalLong cacheCreationTokens,
      OptionalLong cacheReadTokens,
      OptionalLong contextLimit) {
    this(
        inputTokens,
        outputTokens,
        totalTokens,
        reasoningTokens,
        cacheCreationTokens,
        cacheReadTokens,
        contextLimit,
        OptionalLong.empty());
  }

  /// Tokens of the prompt: new, read from a cache and written to one; all of them if the provider
  /// does not tell them apart; 0 if it told nothing.
  public long contextTokens() {
    long prompt = inputTokens.orElse(0) + cacheReadTokens.orElse(0) + cacheCreationTokens.orElse(0);
    return prompt > 0 ? prompt : totalTokens.orElse(0);
  }

  public Usage costing(OptionalLong micros) {
    return new Usage(
        inputTokens,
        outputTokens,
        totalTokens,
        reasoningTokens,
        cacheCreationTokens,
        cacheReadTokens,
        contextLimit,
        micros);
  }
}
