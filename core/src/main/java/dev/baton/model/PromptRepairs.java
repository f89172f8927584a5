package dev.baton.model;

import dev.baton.chat.Part;
import dev.baton.chat.Role;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What every provider wants of a prompt, and a chat's history does not always hold.
public final class PromptRepairs {

  /// The longest id that all providers take.
  private static final int MAX_ID_CHARS = 40;

  private static final PromptMessage GO_ON =
      new PromptMessage(Role.USER, List.of(new Part.Text("Continue.")));

  private PromptRepairs() {}

  /// The prompt with empty texts and then empty messages dropped, tool-call ids in letters, digits,
  /// `_` and `-`, and an answer that was broken off followed by a request to go on, since a prompt
  /// must not end with the assistant's own words.
  public static List<PromptMessage> repair(List<PromptMessage> prompt) {
    var repaired =
        prompt.stream()
            .map(PromptRepairs::repair)
            .filter(message -> !message.content().isEmpty())
            .toList();
    boolean brokenOff = !repaired.isEmpty() && repaired.getLast().role() == Role.ASSISTANT;
    return brokenOff ? Stream.concat(repaired.stream(), Stream.of(GO_ON)).toList() : repaired;
  }

  private static PromptMessage repair(PromptMessage message) {
    return new PromptMessage(
        message.role(), message.content().stream().flatMap(part -> repair(part).stream()).toList());
  }

  private static Optional<Part> repair(Part part) {
    return switch (part) {
      case Part.Text(var text) when text.isBlank() -> Optional.empty();
      case Part.ToolCall(var id, var name, var args) ->
          Optional.of(new Part.ToolCall(sanitized(id), name, args));
      case Part.ToolResult(var id, var name, var result, var isError) ->
          Optional.of(new Part.ToolResult(sanitized(id), name, result, isError));
      case Part kept -> Optional.of(kept);
    };
  }

  /// The same id always becomes the same one, so a call and its result still belong together.
  static String sanitized(String id) {
    var clean = id.replaceAll("[^a-zA-Z0-9_-]", "_");
    if (clean.length() <= MAX_ID_CHARS) {
      return clean;
    }
    var hash = "_%08x".formatted(id.hashCode());
    return clean.substring(0, MAX_ID_CHARS - hash.length()) + hash;
  }
}
