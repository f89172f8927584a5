package dev.baton.chat;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// A message that is not stored yet. A hidden one is for the model only.
public record Draft(
    Role role,
    List<Part> content,
    boolean hidden,
    Optional<UserId> createdBy,
    Optional<UUID> modelConfigId,
    Optional<Usage> usage) {

  public static Draft user(List<Part> content, UserId author, Optional<UUID> modelConfigId) {
    return new Draft(
        Role.USER, content, false, Optional.of(author), modelConfigId, Optional.empty());
  }

  public static Draft system(String text) {
    return new Draft(
        Role.SYSTEM,
        List.of(new Part.Text(text)),
        true,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  public static Draft assistant(List<Part> content, UUID modelConfigId, Usage usage) {
    return new Draft(
        Role.ASSISTANT,
        content,
        false,
        Optional.empty(),
        Optional.of(modelConfigId),
        Optional.of(usage).filter(it -> !it.equals(Usage.UNKNOWN)));
  }

  public static Draft toolResult(Part.ToolResult result) {
    return new Draft(
        Role.TOOL, List.of(result), false, Optional.empty(), Optional.empty(), Optional.empty());
  }
}
