package dev.baton.model.scripted;

import dev.baton.chat.Usage;
import dev.baton.model.ErrorClassifier;
import dev.baton.model.ModelEvent;
import dev.baton.model.ModelEvent.FinishReason;
import dev.baton.model.ModelEvent.Terminal;
import dev.baton.model.scripted.Trouble.What;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalLong;

/// A step being said, event by event. Knows no time.
final class Performance implements Iterator<ModelEvent> {

  private static final int CHARS_PER_TOKEN = 4;

  /// Arguments have few blanks, so they are not said word by word.
  private static final int ARGS_CHUNK = 12;

  private final Step step;
  private final Optional<Trouble> trouble;
  private final Deque<Iterator<ModelEvent>> parts = new ArrayDeque<>();
  private long left;

  Performance(Step step, Position position, int attempt) {
    this.step = step;
    trouble = step.trouble().filter(what -> what.befalls(attempt));
    left = trouble.map(Trouble::afterChunks).orElse(OptionalLong.empty()).orElse(Long.MAX_VALUE);
    int size = step.pace().chunkSize();
    parts.add(new Chunks(step.reasoning(), size, ModelEvent.ReasoningDelta::new));
    parts.add(new Chunks(step.text(), size, ModelEvent.TextDelta::new));
    parts.add(List.<ModelEvent>copyOf(step.sources()).iterator());
    for (int i = 0; i < step.calls().size(); i++) {
      addCall(position.callId(i + 1), step.calls().get(i), size == 0 ? ARGS_CHUNK : size);
    }
  }

  private void addCall(String id, Step.Call call, int size) {
    parts.add(
        new Chunks(
            call.args(), size, piece -> new ModelEvent.ToolCallDelta(id, call.name(), piece)));
    parts.add(
        List.<ModelEvent>of(new ModelEvent.ToolCall(id, call.name(), call.args())).iterator());
  }

  @Override
  public boolean hasNext() {
    while (!parts.isEmpty() && !parts.getFirst().hasNext()) {
      parts.removeFirst();
    }
    return left > 0 && !parts.isEmpty();
  }

  @Override
  public ModelEvent next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    left--;
    return parts.getFirst().next();
  }

  /// How it ends once all is said; empty = it does not.
  Optional<Terminal> ending(ErrorClassifier errors, long promptChars) {
    if (trouble.isEmpty()) {
      return Optional.of(new ModelEvent.Finished(reason(), usage(promptChars)));
    }
    return switch (trouble.get().what()) {
      case What.Stall() -> Optional.empty();
      case What.Cut() -> Optional.of(new ModelEvent.Failed(errors.endedEarly()));
      case What.Fail(var status, var body, var retryAfter) ->
          Optional.of(
              new ModelEvent.Failed(
                  status.isPresent()
                      ? errors.response(status.getAsInt(), body, retryAfter)
                      : errors.inStream(body)));
    };
  }

  private FinishReason reason() {
    return step.reason()
        .orElse(step.calls().isEmpty() ? FinishReason.STOP : FinishReason.TOOL_CALLS);
  }

  private Usage usage(long promptChars) {
    return step.usage().orElseGet(() -> estimate(promptChars));
  }

  private Usage estimate(long promptChars) {
    long reasoning = tokens(step.reasoning().length());
    long input = tokens(promptChars);
    long output =
        reasoning
            + tokens(step.text().length())
            + step.calls().stream().mapToLong(call -> tokens(call.args().length())).sum();
    return new Usage(
        OptionalLong.of(input),
        OptionalLong.of(output),
        OptionalLong.of(input + output),
        OptionalLong.of(reasoning),
        OptionalLong.empty(),
        OptionalLong.empty(),
        OptionalLong.empty());
  }

  private static long tokens(long chars) {
    return Math.ceilDiv(chars, CHARS_PER_TOKEN);
  }
}
