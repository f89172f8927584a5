package dev.baton.parts;

import dev.baton.chat.Part;
import dev.baton.chat.Role;

/// What one `seq`, or several adjacent ones of a kind, add to the preview.
public sealed interface LivePart {

  /// Whose message it will be a part of.
  Role role();

  /// How much text it holds, about.
  int chars();

  /// A piece of something that grows.
  sealed interface Delta extends LivePart {

    String text();

    Delta with(String text);

    @Override
    default int chars() {
      return text().length();
    }
  }

  record Text(String text) implements Delta {
    @Override
    public Role role() {
      return Role.ASSISTANT;
    }

    @Override
    public Text with(String text) {
      return new Text(text);
    }
  }

  record Reasoning(String text) implements Delta {
    @Override
    public Role role() {
      return Role.ASSISTANT;
    }

    @Override
    public Reasoning with(String text) {
      return new Reasoning(text);
    }
  }

  /// A piece of a call's arguments.
  record CallArgs(String toolCallId, String toolName, String text) implements Delta {
    @Override
    public Role role() {
      return Role.ASSISTANT;
    }

    @Override
    public CallArgs with(String text) {
      return new CallArgs(toolCallId, toolName, text);
    }
  }

  /// A piece of what a running tool puts out.
  record Output(String toolCallId, String toolName, String text) implements Delta {
    @Override
    public Role role() {
      return Role.TOOL;
    }

    @Override
    public Output with(String text) {
      return new Output(toolCallId, toolName, text);
    }
  }

  /// Something that came in one piece. It replaces the deltas of the same call, if there were any.
  record Whole(Part part) implements LivePart {
    @Override
    public Role role() {
      return part instanceof Part.ToolResult ? Role.TOOL : Role.ASSISTANT;
    }

    @Override
    public int chars() {
      return switch (part) {
        case Part.Text(var text) -> text.length();
        case Part.Reasoning(var text, _) -> text.length();
        case Part.ToolCall(_, _, var argsJson) -> argsJson.length();
        case Part.ToolResult(_, _, var resultJson, _) -> resultJson.length();
        case Part.Source(var url, var title) -> url.length() + title.length();
        case Part.File(_, _, var name) -> name.length();
        case Part.FileReference(_, _, _, var content) -> content.length();
      };
    }
  }
}
