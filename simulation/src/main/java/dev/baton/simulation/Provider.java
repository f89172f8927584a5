package dev.baton.simulation;

import dev.baton.chat.ChatError;
import dev.baton.chat.ErrorKind;
import dev.baton.chat.Role;
import dev.baton.chat.Usage;
import dev.baton.model.LanguageModel;
import dev.baton.model.ModelCall;
import dev.baton.model.ModelEvent;
import dev.baton.model.ModelFailure;
import dev.baton.model.ModelRequest;
import dev.baton.time.Scheduler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/// A model provider that does what the seed says: it talks with pauses, calls tools, refuses, tears
/// its stream, or falls silent. Each call says words that no other call says.
final class Provider {

  /// Calls of tools in one turn, after which a model is content.
  private static final int LONGEST_TURN = 4;

  private static final int REFUSES = 40;
  private static final int TEARS = 40;
  private static final int FALLS_SILENT = 15;
  private static final int CALLS_TOOLS = 350;

  private final World world;
  private final Dice dice;
  private int calls;

  Provider(World world, Dice dice) {
    this.world = world;
    this.dice = dice;
  }

  /// The provider as one replica reaches it.
  LanguageModel from(Host host) {
    return (request, events) -> new Call(host, events, request);
  }

  private final class Call implements ModelCall {

    private final Host host;
    private final Consumer<ModelEvent> events;
    private final int number = ++calls;
    private final Deque<ModelEvent> script = new ArrayDeque<>();
    private Scheduler.Timer next = () -> {};
    private boolean ended;
    private boolean cancelled;

    Call(Host host, Consumer<ModelEvent> events, ModelRequest request) {
      this.host = host;
      this.events = events;
      write(request);
      world.tell(host, "model call %d begins", number);
      proceed();
    }

    private void write(ModelRequest request) {
      if (happens(REFUSES)) {
        world.count("fault/provider refuses");
        script.add(new ModelEvent.Failed(failure(dice.chance(700))));
        return;
      }
      if (dice.chance(300)) {
        script.add(new ModelEvent.ReasoningDelta("hm" + number + " "));
      }
      int words = dice.between(1, 8);
      for (int i = 1; i <= words; i++) {
        script.add(new ModelEvent.TextDelta("w" + number + "." + i + " "));
      }
      if (happens(TEARS)) {
        world.count("fault/provider tears its stream");
        script.add(new ModelEvent.Failed(failure(true)));
      } else if (happens(FALLS_SILENT)) {
        world.count("fault/provider falls silent");
      } else if (wantsTools(request)) {
        callTools();
        script.add(new ModelEvent.Finished(ModelEvent.FinishReason.TOOL_CALLS, Usage.UNKNOWN));
      } else {
        script.add(new ModelEvent.Finished(ModelEvent.FinishReason.STOP, Usage.UNKNOWN));
      }
    }

    private boolean wantsTools(ModelRequest request) {
      List<Role> roles = request.prompt().stream().map(message -> message.role()).toList();
      int said = roles.size() - 1 - roles.lastIndexOf(Role.USER);
      return said < LONGEST_TURN && happens(CALLS_TOOLS);
    }

    private void callTools() {
      int many = dice.between(1, 3);
      for (int i = 1; i <= many; i++) {
        String id = "t" + number + "." + i;
        String tool = dice.pick(List.of("mark", "mark", "look", "ask", "nonsense"));
        script.add(new ModelEvent.ToolCallDelta(id, tool, "{}"));
        script.add(new ModelEvent.ToolCall(id, tool, "{}"));
      }
    }

    private void proceed() {
      if (!script.isEmpty()) {
        next = host.after(pause(), this::speak);
      }
    }

    private Duration pause() {
      return happens(30) ? dice.millis(200, 2_500) : dice.micros(500, 120_000);
    }

    private void speak() {
      emit(script.remove());
      if (!ended) {
        proceed();
      }
    }

    private void emit(ModelEvent event) {
      if (ended) {
        return;
      }
      ended = event instanceof ModelEvent.Terminal;
      if (ended) {
        next.cancel();
        world.tell(host, "model call %d ends: %s", number, event);
      }
      events.accept(event);
    }

    @Override
    public void cancel() {
      if (!cancelled && !ended) {
        cancelled = true;
        host.after(dice.micros(10, 30_000), () -> emit(new ModelEvent.Cancelled()));
      }
    }
  }

  private boolean happens(int perMille) {
    return !world.weather().isCalm() && dice.chance(perMille);
  }

  private ModelFailure failure(boolean retryable) {
    return new ModelFailure(
        new ChatError(
            "The provider is not well.",
            Optional.empty(),
            retryable ? ErrorKind.OVERLOADED : ErrorKind.AUTH,
            Optional.of("simulated"),
            retryable,
            OptionalInt.empty()),
        dice.chance(200) ? Optional.of(dice.millis(10, 1_500)) : Optional.empty());
  }
}
