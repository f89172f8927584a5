package dev.baton.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.UUID;

/// One call: what the model is told and how it is to answer.
///
/// @param attachments the files that the prompt names, as far as they are there
/// @param settings the `model_config` object of the chat's model, as JSON text; provider-specific
///   keys are the model's business
/// @param attempt which try of this very step it is, from 1: the provider failures so far, plus
///   one. Providers are not told; a script can fail its first attempts by it and still be a
///   function of its request alone, so that a replay after a crash says the same
/// @param traceparent the header by which a provider's own trace can go on from ours (W3C Trace
///   Context), for models that are called over HTTP
public record ModelRequest(
    List<PromptMessage> prompt,
    Map<UUID, Attachment> attachments,
    List<ToolSpec> tools,
    OptionalInt maxOutputTokens,
    OptionalDouble temperature,
    Optional<String> reasoningEffort,
    String settings,
    int attempt,
    Optional<String> traceparent) {

  /// Untraced, and without files.
  public ModelRequest(
      List<PromptMessage> prompt,
      List<ToolSpec> tools,
      OptionalInt maxOutputTokens,
      OptionalDouble temperature,
      Optional<String> reasoningEffort,
      String settings,
      int attempt) {
    this(
        prompt,
        Map.of(),
        tools,
        maxOutputTokens,
        temperature,
        reasoningEffort,
        settings,
        attempt,
        Optional.empty());
  }

  public ModelRequest {
    if (attempt < 1) {
      throw new IllegalArgumentException("attempt counts from 1, got " + attempt);
    }
  }

  /// The same, as part of a trace.
  public ModelRequest tracedAs(String traceparent) {
    return new ModelRequest(
        prompt,
        attachments,
        tools,
        maxOutputTokens,
        temperature,
        reasoningEffort,
        settings,
        attempt,
        Optional.of(traceparent));
  }
}
