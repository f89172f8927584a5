package dev.baton.model;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/// One call: what the model is told and how it is to answer.
///
/// @param settings the `model_config` object of the chat's model, as JSON text; provider-specific
///   keys are the model's business
public record ModelRequest(
    List<PromptMessage> prompt,
    List<ToolSpec> tools,
    OptionalInt maxOutputTokens,
    OptionalDouble temperature,
    Optional<String> reasoningEffort,
    String settings) {}
