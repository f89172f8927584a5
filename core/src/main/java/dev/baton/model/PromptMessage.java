package dev.baton.model;

import dev.baton.chat.Part;
import dev.baton.chat.Role;
import java.util.List;

/// A message as a model is told it. A prompt is well-formed: every tool call has exactly one result
/// in the messages right after it.
public record PromptMessage(Role role, List<Part> content) {}
