package dev.baton.chat;

import java.util.Optional;
import java.util.UUID;

/// A piece of a message, as stored and as sent. JSON inside a part (arguments, results) is kept as
/// the text of one valid JSON value.
public sealed interface Part {

  record Text(String text) implements Part {}

  /// What the model thought aloud; the title, if any, is the provider's own summary.
  record Reasoning(String text, Optional<String> title) implements Part {}

  /// A call the model asks for. `argsJson` is one JSON value, an object for well-behaved models.
  record ToolCall(String toolCallId, String toolName, String argsJson) implements Part {}

  /// The answer to the call of the same id. Exactly one per call by the time a model sees it.
  record ToolResult(String toolCallId, String toolName, String resultJson, boolean isError)
      implements Part {}

  record Source(String url, String title) implements Part {}

  record File(UUID fileId, String mediaType, String name) implements Part {}

  /// Lines of a file, quoted by a person; 1-based, both ends included.
  record FileReference(String fileName, int startLine, int endLine, String content)
      implements Part {}
}
