package dev.baton.model.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.baton.chat.Part;
import dev.baton.model.ModelRequest;
import dev.baton.model.PromptMessage;
import dev.baton.model.PromptRepairs;
import dev.baton.model.ProviderType;
import dev.baton.model.ToolSpec;
import dev.langchain4j.model.openai.internal.chat.AssistantMessage;
import dev.langchain4j.model.openai.internal.chat.ChatCompletionRequest;
import dev.langchain4j.model.openai.internal.chat.Function;
import dev.langchain4j.model.openai.internal.chat.FunctionCall;
import dev.langchain4j.model.openai.internal.chat.Message;
import dev.langchain4j.model.openai.internal.chat.SystemMessage;
import dev.langchain4j.model.openai.internal.chat.Tool;
import dev.langchain4j.model.openai.internal.chat.ToolCall;
import dev.langchain4j.model.openai.internal.chat.ToolMessage;
import dev.langchain4j.model.openai.internal.chat.ToolType;
import dev.langchain4j.model.openai.internal.shared.StreamOptions;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Writes requests in the words of Chat Completions.
///
/// @param modelName as the provider knows it
record RequestBody(String modelName, ProviderType providerType) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int DEFAULT_MAX_OUTPUT_TOKENS = 32_000;

  /// The body of a request.
  ///
  /// @throws IllegalArgumentException if the settings or a tool's schema are malformed
  byte[] write(ModelRequest request) {
    var settings = CompletionSettings.parse(request.settings(), providerType);
    try {
      return JSON.writeValueAsBytes(completion(request, settings));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the request cannot be written: " + e.getMessage(), e);
    }
  }

  private ChatCompletionRequest completion(ModelRequest request, CompletionSettings settings) {
    var body =
        ChatCompletionRequest.builder()
            .model(modelName)
            .messages(messages(request))
            .tools(request.tools().stream().map(RequestBody::tool).toList())
            .stream(true)
            .streamOptions(StreamOptions.builder().includeUsage(true).build())
            .customParameters(settings.options());
    limitOutput(body, request);
    request.temperature().ifPresent(body::temperature);
    settings.topP().ifPresent(body::topP);
    settings.presencePenalty().ifPresent(body::presencePenalty);
    settings.frequencyPenalty().ifPresent(body::frequencyPenalty);
    request.reasoningEffort().ifPresent(body::reasoningEffort);
    return body.build();
  }

  /// OpenAI itself wants the newer name of the limit. Local servers know the older one, and some
  /// refuse a limit beyond their context, so they are sent none unless it is configured.
  private void limitOutput(ChatCompletionRequest.Builder body, ModelRequest request) {
    if (providerType == ProviderType.OPENAI) {
      body.maxCompletionTokens(request.maxOutputTokens().orElse(DEFAULT_MAX_OUTPUT_TOKENS));
    } else {
      request.maxOutputTokens().ifPresent(body::maxTokens);
    }
  }

  private static List<Message> messages(ModelRequest request) {
    var told = request.prompt().stream().map(RequestBody::withoutAsides).toList();
    var person = new SaidByUser(request.attachments());
    return PromptRepairs.repair(told).stream()
        .flatMap(message -> messages(message, person))
        .toList();
  }

  /// Chat Completions has no place for what the model thought and cited before.
  private static PromptMessage withoutAsides(PromptMessage message) {
    return new PromptMessage(
        message.role(),
        message.content().stream()
            .filter(part -> !(part instanceof Part.Reasoning || part instanceof Part.Source))
            .toList());
  }

  private static Stream<Message> messages(PromptMessage message, SaidByUser person) {
    return switch (message.role()) {
      case SYSTEM -> Stream.of(SystemMessage.from(text(message)));
      case USER -> Stream.of(person.message(message));
      case ASSISTANT -> Stream.of(assistant(message));
      case TOOL -> parts(message, Part.ToolResult.class).map(RequestBody::result);
    };
  }

  private static AssistantMessage assistant(PromptMessage message) {
    var calls = parts(message, Part.ToolCall.class).map(RequestBody::call).toList();
    var text = text(message);
    var said = AssistantMessage.builder();
    if (!text.isEmpty()) {
      said.content(text);
    }
    if (!calls.isEmpty()) {
      said.toolCalls(calls);
    }
    return said.build();
  }

  private static ToolCall call(Part.ToolCall call) {
    return ToolCall.builder()
        .id(call.toolCallId())
        .type(ToolType.FUNCTION)
        .function(FunctionCall.builder().name(call.toolName()).arguments(call.argsJson()).build())
        .build();
  }

  private static Message result(Part.ToolResult result) {
    return ToolMessage.builder()
        .toolCallId(result.toolCallId())
        .content(content(result.resultJson()))
        .build();
  }

  /// A result that is a text is sent as that text, without quotes.
  private static String content(String resultJson) {
    try {
      return resultJson.startsWith("\"") ? JSON.readValue(resultJson, String.class) : resultJson;
    } catch (JsonProcessingException _) {
      return resultJson;
    }
  }

  private static Tool tool(ToolSpec tool) {
    return Tool.from(
        Function.builder()
            .name(tool.name())
            .description(tool.description())
            .parameters(schema(tool))
            .build());
  }

  private static Map<String, Object> schema(ToolSpec tool) {
    try {
      return JSON.readValue(tool.inputSchemaJson(), new TypeReference<>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the schema of tool " + tool.name() + " is not JSON", e);
    }
  }

  private static String text(PromptMessage message) {
    return parts(message, Part.Text.class).map(Part.Text::text).collect(Collectors.joining("\n\n"));
  }

  private static <T extends Part> Stream<T> parts(PromptMessage message, Class<T> type) {
    return message.content().stream().filter(type::isInstance).map(type::cast);
  }
}
