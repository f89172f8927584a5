package dev.baton.model.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.chat.Usage;
import dev.baton.model.ModelEvent;
import dev.baton.model.ModelEvent.FinishReason;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/// Reads the chunks of one answer. Fields that are missing, null or of another type are passed
/// over: compatible servers leave out ids, indexes, usage and more.
final class AnswerReader {

  private final CallSlots calls;
  private final WholeCharacters text = new WholeCharacters();
  private final WholeCharacters reasoning = new WholeCharacters();
  private String finishReason = "";
  private Usage usage = Usage.UNKNOWN;

  /// @param usedCallIds ids of the calls in the prompt
  AnswerReader(Set<String> usedCallIds) {
    calls = new CallSlots(usedCallIds);
  }

  static boolean isError(JsonNode chunk) {
    return chunk.hasNonNull("error") || chunk.path("object").asText().equals("error");
  }

  List<ModelEvent> read(JsonNode chunk) {
    if (chunk.path("usage").isObject()) {
      usage = usage(chunk.path("usage"));
    }
    var choice = chunk.path("choices").path(0);
    if (choice.path("finish_reason").isTextual()) {
      finishReason = choice.path("finish_reason").asText();
    }
    return said(choice.path("delta"));
  }

  boolean sawFinishReason() {
    return !finishReason.isEmpty();
  }

  /// The complete calls and the end. The answer must have been finished by its provider.
  List<ModelEvent> finish() {
    var events = new ArrayList<ModelEvent>(calls.complete());
    events.add(new ModelEvent.Finished(reason(), usage));
    return events;
  }

  private List<ModelEvent> said(JsonNode delta) {
    var events = new ArrayList<ModelEvent>();
    addText(events, reasoning.next(reasoning(delta)), ModelEvent.ReasoningDelta::new);
    addText(events, text.next(text(delta)), ModelEvent.TextDelta::new);
    delta.path("annotations").forEach(note -> addSource(events, note.path("url_citation")));
    delta.path("tool_calls").forEach(piece -> calls.add(piece).ifPresent(events::add));
    return events;
  }

  private static void addText(
      List<ModelEvent> events, String text, Function<String, ModelEvent> event) {
    if (!text.isEmpty()) {
      events.add(event.apply(text));
    }
  }

  private static void addSource(List<ModelEvent> events, JsonNode citation) {
    if (citation.path("url").isTextual()) {
      events.add(
          new ModelEvent.Source(citation.path("url").asText(), citation.path("title").asText("")));
    }
  }

  private static String reasoning(JsonNode delta) {
    var field = delta.path("reasoning_content");
    return (field.isTextual() ? field : delta.path("reasoning")).asText("");
  }

  /// A refusal is what the model says, too.
  private static String text(JsonNode delta) {
    var content = delta.path("content");
    return content.isTextual() ? content.asText() : delta.path("refusal").asText("");
  }

  /// Some servers report `stop` although they ask for calls; what they ask for counts.
  private FinishReason reason() {
    return switch (finishReason) {
      case "length", "max_tokens" -> FinishReason.LENGTH;
      case "content_filter" -> FinishReason.CONTENT_FILTER;
      case "tool_calls", "function_call" -> FinishReason.TOOL_CALLS;
      case "", "stop", "end_turn", "eos" ->
          calls.isEmpty() ? FinishReason.STOP : FinishReason.TOOL_CALLS;
      default -> FinishReason.OTHER;
    };
  }

  /// Providers count the cached tokens among the prompt's; here they are apart, so that input,
  /// cache reads and cache writes add up to what was read.
  private static Usage usage(JsonNode usage) {
    var cached = tokens(usage.path("prompt_tokens_details").path("cached_tokens"));
    var prompt = tokens(usage.path("prompt_tokens"));
    return new Usage(
        prompt.isPresent()
            ? OptionalLong.of(Math.max(0, prompt.getAsLong() - cached.orElse(0)))
            : prompt,
        tokens(usage.path("completion_tokens")),
        tokens(usage.path("total_tokens")),
        tokens(usage.path("completion_tokens_details").path("reasoning_tokens")),
        OptionalLong.empty(),
        cached,
        OptionalLong.empty());
  }

  private static OptionalLong tokens(JsonNode count) {
    return count.isNumber() ? OptionalLong.of(count.asLong()) : OptionalLong.empty();
  }
}
