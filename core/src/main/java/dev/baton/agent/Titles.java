package dev.baton.agent;

import dev.baton.chat.Message;
import dev.baton.chat.Part;
import dev.baton.chat.Role;
import dev.baton.json.CleanText;
import dev.baton.model.ModelCall;
import dev.baton.model.ModelEvent;
import dev.baton.model.ModelRequest;
import dev.baton.model.PromptMessage;
import dev.baton.time.Scheduler;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/// Asks a chat's model for a title. Any thread; nothing of the chat is changed.
public final class Titles {

  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final int MAX_CHARS = 100;
  private static final int EXCERPT = 50;
  private static final String TASK =
      "Give the conversation above a title of at most eight words. Answer with the title alone,"
          + " without quotes or markup.";

  private final Scheduler scheduler;

  public Titles(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  /// A title for the conversation; empty if the model gave none in time.
  public Future<Optional<String>> suggest(ModelSource.ChatModel model, List<Message> messages) {
    var title = Promise.<Optional<String>>promise();
    var text = new StringBuilder();
    ModelCall call =
        model.model().stream(request(model, messages), event -> hear(event, text, title));
    return scheduler
        .within(LIMIT, title.future(), TimeoutException::new)
        .otherwise(_ -> {
          call.cancel();
          return Optional.empty();
        });
  }

  private static void hear(ModelEvent event, StringBuilder text, Promise<Optional<String>> title) {
    switch (event) {
      case ModelEvent.TextDelta(var delta) -> text.append(delta);
      case ModelEvent.Finished _ -> title.complete(tidy(text.toString()));
      case ModelEvent.Terminal _ -> title.complete(Optional.empty());
      default -> {}
    }
  }

  private static ModelRequest request(ModelSource.ChatModel model, List<Message> messages) {
    Stream<Message> said = messages.stream().filter(Titles::isTalk);
    return new ModelRequest(
        Stream.concat(
                said.limit(EXCERPT).map(it -> new PromptMessage(it.role(), texts(it))),
                Stream.of(new PromptMessage(Role.USER, List.of(new Part.Text(TASK)))))
            .toList(),
        List.of(),
        OptionalInt.empty(),
        OptionalDouble.empty(),
        Optional.empty(),
        model.config().settings(),
        1);
  }

  private static boolean isTalk(Message message) {
    return (message.role() == Role.USER || message.role() == Role.ASSISTANT)
        && !texts(message).isEmpty();
  }

  private static List<Part> texts(Message message) {
    return message.content().stream().filter(Part.Text.class::isInstance).toList();
  }

  static Optional<String> tidy(String answer) {
    String line =
        CleanText.clean(answer)
            .lines()
            .map(String::strip)
            .filter(it -> !it.isEmpty())
            .findFirst()
            .orElse("");
    String bare = line.replaceAll("^[\"'`*#\\s]+|[\"'`*.\\s]+$", "").replaceAll("\\s+", " ");
    if (bare.isEmpty()) {
      return Optional.empty();
    }
    int end =
        bare.offsetByCodePoints(0, Math.min(MAX_CHARS, bare.codePointCount(0, bare.length())));
    return Optional.of(bare.substring(0, end));
  }
}
