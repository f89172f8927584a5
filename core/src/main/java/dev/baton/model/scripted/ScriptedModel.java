package dev.baton.model.scripted;

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
import java.util.List;
import java.util.function.Consumer;

/// Says what a script tells it to; see the package.
public final class ScriptedModel implements LanguageModel {

  private final EventLoops loops;
  private final Scheduler scheduler;
  private final ErrorClassifier errors;

  public ScriptedModel(EventLoops loops, Scheduler scheduler, ErrorClassifier errors) {
    this.loops = loops;
    this.scheduler = scheduler;
    this.errors = errors;
  }

  @Override
  public ModelCall stream(ModelRequest request, Consumer<ModelEvent> events) {
    try {
      var position = Position.in(request.prompt());
      var step = Script.step(request, position);
      var performance = new Performance(step, position, request.attempt());
      var ending = performance.ending(errors, chars(request.prompt()));
      return new ScriptedCall(loops.next(), events, errors, scheduler, step, performance, ending)
          .start();
    } catch (MalformedScript e) {
      return refused(e).stream(request, events);
    }
  }

  private LanguageModel refused(MalformedScript e) {
    return new RefusedModel(
        loops,
        errors.refusal(
            ErrorKind.CONFIG,
            "The script of %s is wrong: %s. docs/scripted-model.md is its manual."
                .formatted(errors.subject(), e.getMessage())));
  }

  private static long chars(List<PromptMessage> prompt) {
    return prompt.stream()
        .flatMap(message -> message.content().stream())
        .mapToLong(ScriptedModel::chars)
        .sum();
  }

  private static long chars(Part part) {
    return switch (part) {
      case Part.Text(var text) -> text.length();
      case Part.ToolCall call -> call.argsJson().length();
      case Part.ToolResult result -> result.resultJson().length();
      case Part.FileReference quoted -> quoted.content().length();
      case Part.Reasoning _, Part.Source _, Part.File _ -> 0;
    };
  }
}
