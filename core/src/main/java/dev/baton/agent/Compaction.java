package dev.baton.agent;

import dev.baton.chat.Draft;
import dev.baton.chat.Message;
import dev.baton.chat.Part;
import dev.baton.chat.Role;
import dev.baton.chat.Usage;
import dev.baton.json.CleanText;
import dev.baton.json.Json;
import dev.baton.model.ModelConfig;
import dev.baton.model.PromptMessage;
import dev.baton.store.TurnHistory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A history in a few words: when it is due, what the model is asked for it, and the messages that
/// take the history's place. Pure.
///
/// The model goes on from a hidden message of the user, which holds the summary and, word for word,
/// what the person has asked since the last answer. People see a tool call named `chat_summarized`
/// and its result, which the model is not told of.
///
/// @param history what is to be summarized
/// @param model whose context it fills
/// @param source who wanted it
record Compaction(TurnHistory history, ModelConfig model, Source source) {

  static final String TOOL_NAME = "chat_summarized";

  private static final String HEADING = "Summary of the conversation so far:\n\n";
  private static final PromptMessage TASK =
      new PromptMessage(
          Role.USER,
          List.of(
              new Part.Text(
                  """
                  Write down what you must know to go on with this conversation, because from here \
                  on you will see nothing but this summary and the person's newest message. Say \
                  what the person wants, what has been decided and why, facts and names and \
                  numbers that matter, what has been done, what went wrong, and what comes next. \
                  Answer with the summary alone.\
                  """)));

  /// Roughly, for texts of most languages and for code.
  private static final int CHARS_PER_TOKEN = 3;

  enum Source {
    /// The history has grown past the model's threshold.
    AUTOMATIC,
    /// A person asked for it.
    MANUAL,
    /// The provider said that the prompt is longer than its model can read.
    OVERFLOW
  }

  /// Whether the newest answer filled so much of the context that the next call should not begin
  /// with this history.
  static boolean isDue(TurnHistory history, ModelConfig model) {
    long tokens = contextTokens(history);
    return tokens > 0
        && model.compressionThreshold() < 100
        && tokens * 100 >= (long) model.compressionThreshold() * contextLimit(history, model);
  }

  /// Whether there is more than the person's newest message and the summary before it.
  static boolean isPossible(TurnHistory history) {
    return history.messages().stream().anyMatch(message -> isSaid(message, Role.ASSISTANT));
  }

  /// Whether a message is part of what people see of a compaction.
  static boolean isMark(Message message) {
    return message.content().stream()
        .anyMatch(part ->
            switch (part) {
              case Part.ToolCall call -> call.toolName().equals(TOOL_NAME);
              case Part.ToolResult result -> result.toolName().equals(TOOL_NAME);
              default -> false;
            });
  }

  /// Whether a message ends a compaction after which nothing is left to answer.
  static boolean isEnd(Message message) {
    return isMark(message)
        && message.content().getLast() instanceof Part.ToolResult result
        && !Json.parse(result.resultJson()).path("goes_on").booleanValue();
  }

  /// What the model is told, the newest part of it if it has to be cut.
  List<PromptMessage> prompt() {
    List<PromptMessage> told = Prompt.messages(history);
    List<PromptMessage> kept = source == Source.OVERFLOW ? newest(told) : told;
    return Stream.concat(kept.stream(), Stream.of(TASK)).toList();
  }

  Part.ToolCall call() {
    long last = history.messages().getLast().id();
    return new Part.ToolCall(TOOL_NAME + "_" + last, TOOL_NAME, "{}");
  }

  /// @param usage of the call that wrote the summary
  List<Draft> drafts(String summary, Usage usage, Part.ToolResult result) {
    var content = new ArrayList<Part>();
    content.add(new Part.Text(HEADING + CleanText.clean(summary)));
    content.addAll(unanswered());
    return List.of(
        new Draft(Role.USER, content, true, Optional.empty(), Optional.empty(), Optional.empty()),
        Draft.assistant(List.of(call()), model.id(), usage),
        Draft.toolResult(result));
  }

  Part.ToolResult result(String summary) {
    long tokens = contextTokens(history);
    long limit = contextLimit(history, model);
    return new Part.ToolResult(
        call().toolCallId(),
        TOOL_NAME,
        Json.write(out -> {
          out.writeStartObject();
          out.writeStringField("summary", CleanText.clean(summary));
          out.writeStringField("source", source == Source.MANUAL ? "manual" : "automatic");
          out.writeBooleanField("goes_on", source != Source.MANUAL || !unanswered().isEmpty());
          out.writeNumberField("threshold_percent", model.compressionThreshold());
          out.writeNumberField("usage_percent", limit == 0 ? 0 : tokens * 100 / limit);
          out.writeNumberField("context_tokens", tokens);
          out.writeNumberField("context_limit_tokens", limit);
          out.writeEndObject();
        }),
        false);
  }

  /// What the person has said since the last answer.
  private List<Part> unanswered() {
    List<Message> messages = history.messages();
    int from = messages.size();
    while (from > 0 && isSaid(messages.get(from - 1), Role.USER)) {
      from--;
    }
    return messages.subList(from, messages.size()).stream()
        .flatMap(message -> message.content().stream())
        .toList();
  }

  /// The system's messages, and of the others as many of the newest as fit into half of the
  /// context, beginning with one that is no answer to something cut off.
  private List<PromptMessage> newest(List<PromptMessage> told) {
    long room = (long) model.contextLimit() * CHARS_PER_TOKEN / 2;
    int from = told.size();
    while (from > 0 && (room -= chars(told.get(from - 1))) > 0) {
      from--;
    }
    while (from < told.size() && told.get(from).role() != Role.USER) {
      from++;
    }
    int first = from;
    return Stream.concat(
            told.stream().limit(first).filter(message -> message.role() == Role.SYSTEM),
            told.stream().skip(first))
        .toList();
  }

  private static long chars(PromptMessage message) {
    return message.content().stream().mapToLong(part -> part.toString().length()).sum();
  }

  private static long contextTokens(TurnHistory history) {
    return newestUsage(history).map(Usage::contextTokens).orElse(0L);
  }

  private static long contextLimit(TurnHistory history, ModelConfig model) {
    long said = newestUsage(history).map(usage -> usage.contextLimit().orElse(0)).orElse(0L);
    return said > 0 ? said : model.contextLimit();
  }

  private static Optional<Usage> newestUsage(TurnHistory history) {
    return history.messages().reversed().stream()
        .filter(message -> isSaid(message, Role.ASSISTANT))
        .findFirst()
        .flatMap(Message::usage);
  }

  private static boolean isSaid(Message message, Role role) {
    return message.role() == role && !isMark(message);
  }
}
