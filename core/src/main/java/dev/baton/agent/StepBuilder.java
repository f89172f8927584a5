package dev.baton.agent;

import dev.baton.chat.Draft;
import dev.baton.chat.Part;
import dev.baton.chat.Usage;
import dev.baton.json.CleanText;
import dev.baton.json.Json;
import dev.baton.model.ModelEvent;
import dev.baton.parts.EpisodeLog;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// The content of a step while it streams: the only place it lives in, until it is committed. Each
/// event also goes to the live log.
///
/// Not thread-safe: the model's event loop has it until the call has ended, then the chat's thread.
final class StepBuilder {

  private static final String INTERRUPTED =
      Json.quote("The call was interrupted before it produced a result.");

  private final EpisodeLog log;
  private final List<Part> content = new ArrayList<>();
  private final Set<String> callIds = new HashSet<>();
  private final StringBuilder text = new StringBuilder();
  private final StringBuilder reasoning = new StringBuilder();

  StepBuilder(EpisodeLog log) {
    this.log = log;
  }

  void accept(ModelEvent event) {
    switch (event) {
      case ModelEvent.TextDelta(var delta) -> {
        flushReasoning();
        text.append(delta);
        log.text(delta);
      }
      case ModelEvent.ReasoningDelta(var delta) -> {
        flushText();
        reasoning.append(delta);
        log.reasoning(delta);
      }
      case ModelEvent.ToolCallDelta(var id, var name, var delta) ->
          log.toolCallArgs(id, name, delta);
      case ModelEvent.ToolCall call -> add(call);
      case ModelEvent.Source(var url, var title) -> {
        flush();
        var source = new Part.Source(CleanText.clean(url), CleanText.clean(title));
        content.add(source);
        log.source(source);
      }
      case ModelEvent.Terminal _ -> flush();
    }
  }

  /// The step's parts in the model's order.
  List<Part> content() {
    return List.copyOf(content);
  }

  List<Part.ToolCall> calls() {
    return content.stream()
        .filter(Part.ToolCall.class::isInstance)
        .map(Part.ToolCall.class::cast)
        .toList();
  }

  /// The step as a message; empty if the model has said nothing.
  Optional<Draft> message(UUID modelConfigId, Usage usage) {
    return content.isEmpty()
        ? Optional.empty()
        : Optional.of(Draft.assistant(content(), modelConfigId, usage));
  }

  /// What an interruption commits: the message so far, and an answer to each of its calls.
  List<Draft> partial(UUID modelConfigId) {
    flush();
    var drafts = new ArrayList<Draft>();
    message(modelConfigId, Usage.UNKNOWN).ifPresent(drafts::add);
    for (Part.ToolCall call : calls()) {
      drafts.add(
          Draft.toolResult(
              new Part.ToolResult(call.toolCallId(), call.toolName(), INTERRUPTED, true)));
    }
    return drafts;
  }

  private void add(ModelEvent.ToolCall event) {
    flush();
    var call =
        new Part.ToolCall(
            uniqueId(CleanText.clean(event.toolCallId())),
            CleanText.clean(event.toolName()),
            CleanText.cleanJson(event.argsJson().isBlank() ? "{}" : event.argsJson()));
    content.add(call);
    log.toolCall(call);
  }

  /// Some servers give every call of an answer the same id.
  private String uniqueId(String id) {
    String unique = id.isBlank() ? "call" : id;
    for (int n = 2; !callIds.add(unique); n++) {
      unique = id + "-" + n;
    }
    return unique;
  }

  private void flush() {
    flushReasoning();
    flushText();
  }

  private void flushText() {
    if (!text.isEmpty()) {
      content.add(new Part.Text(CleanText.clean(text.toString())));
      text.setLength(0);
    }
  }

  private void flushReasoning() {
    if (!reasoning.isEmpty()) {
      content.add(new Part.Reasoning(CleanText.clean(reasoning.toString()), Optional.empty()));
      reasoning.setLength(0);
    }
  }
}
