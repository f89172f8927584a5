package dev.baton.model.openai;

import dev.baton.chat.ErrorKind;
import dev.baton.chat.Part;
import dev.baton.model.ErrorClassifier;
import dev.baton.model.EventLoops;
import dev.baton.model.LanguageModel;
import dev.baton.model.ModelCall;
import dev.baton.model.ModelEvent;
import dev.baton.model.ModelRequest;
import dev.baton.model.PromptMessage;
import dev.baton.model.RefusedModel;
import dev.baton.time.Scheduler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// A model behind the Chat Completions API. The request's body is written on the caller's thread,
/// everything else happens on an event loop.
public final class ChatCompletionsModel implements LanguageModel {

  private final HttpClient client;
  private final EventLoops loops;
  private final Scheduler scheduler;
  private final ErrorClassifier errors;
  private final Endpoint endpoint;
  private final RequestBody body;

  /// @param client shared by all models; closing it is not this model's business
  /// @param modelName as the provider knows it
  public ChatCompletionsModel(
      HttpClient client,
      EventLoops loops,
      Scheduler scheduler,
      ErrorClassifier errors,
      Endpoint endpoint,
      String modelName) {
    this.client = client;
    this.loops = loops;
    this.scheduler = scheduler;
    this.errors = errors;
    this.endpoint = endpoint;
    this.body = new RequestBody(modelName, endpoint.providerType());
  }

  @Override
  public ModelCall stream(ModelRequest request, Consumer<ModelEvent> events) {
    try {
      return new CompletionsCall(
              loops.next(),
              events,
              client,
              scheduler,
              errors,
              endpoint.request(request.traceparent()),
              Buffer.buffer(body.write(request)),
              new AnswerReader(callIds(request.prompt())))
          .start();
    } catch (IllegalArgumentException e) {
      var message =
          "%s cannot be called: %s. Change the model's or its provider's settings."
              .formatted(errors.subject(), e.getMessage());
      return new RefusedModel(loops, errors.refusal(ErrorKind.CONFIG, message))
          .stream(request, events);
    }
  }

  private static Set<String> callIds(List<PromptMessage> prompt) {
    return prompt.stream()
        .flatMap(message -> message.content().stream())
        .filter(Part.ToolCall.class::isInstance)
        .map(part -> ((Part.ToolCall) part).toolCallId())
        .collect(Collectors.toSet());
  }
}
