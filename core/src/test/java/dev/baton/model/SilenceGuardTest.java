package dev.baton.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.chat.ErrorKind;
import dev.baton.chat.Usage;
import dev.baton.model.ModelEvent.Cancelled;
import dev.baton.model.ModelEvent.FinishReason;
import dev.baton.model.ModelEvent.Finished;
import dev.baton.model.ModelEvent.TextDelta;
import dev.baton.time.VirtualScheduler;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class SilenceGuardTest {

  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final Finished END = new Finished(FinishReason.STOP, Usage.UNKNOWN);

  private final VirtualScheduler time = new VirtualScheduler();
  private final Heard heard = new Heard();
  private final ErrorClassifier errors = ErrorClassifier.of(Requests.provider("scripted"));

  /// A model that says what the test says; a cancellation takes effect when the test wants it.
  private static final class Puppet implements LanguageModel {
    private Consumer<ModelEvent> events = _ -> {};
    private int cancellations;

    @Override
    public ModelCall stream(ModelRequest request, Consumer<ModelEvent> listener) {
      events = listener;
      return () -> cancellations++;
    }

    void say(ModelEvent event) {
      events.accept(event);
    }
  }

  private final Puppet model = new Puppet();

  private ModelCall begin() {
    return SilenceGuard.around(model, errors, time, LIMIT).stream(Requests.ask("hi"), heard);
  }

  @Test
  void a_limit_of_zero_guards_nothing() {
    assertThat(SilenceGuard.around(model, errors, time, Duration.ZERO)).isSameAs(model);
  }

  @Test
  void silence_from_the_start_becomes_a_failure_once_the_call_has_ended()
      throws InterruptedException {
    begin();
    time.advance(LIMIT.minusNanos(1));
    assertThat(model.cancellations).isZero();
    time.advance(Duration.ofNanos(1));
    assertThat(model.cancellations).isEqualTo(1);
    assertThat(heard.events()).isEmpty();
    model.say(new Cancelled());

    heard.assertEndedOnce();
    assertThat(heard.error().kind()).isEqualTo(ErrorKind.STREAM_SILENCE_TIMEOUT);
    assertThat(heard.error().retryable()).isTrue();
    assertThat(time.pending()).isZero();
  }

  @Test
  void each_event_begins_the_watch_again() throws InterruptedException {
    begin();
    for (int i = 0; i < 5; i++) {
      time.advance(LIMIT.minusSeconds(1));
      model.say(new TextDelta("x"));
      assertThat(time.pending()).isEqualTo(1);
    }
    assertThat(model.cancellations).isZero();
    time.advance(LIMIT);
    model.say(new Cancelled());

    assertThat(heard.text()).isEqualTo("xxxxx");
    assertThat(heard.error().kind()).isEqualTo(ErrorKind.STREAM_SILENCE_TIMEOUT);
  }

  @Test
  void an_answer_that_ends_gives_up_the_timer() throws InterruptedException {
    begin();
    model.say(END);

    assertThat(time.pending()).isZero();
    assertThat(heard.terminal()).isEqualTo(END);
  }

  @Test
  void an_end_that_overtakes_the_cancellation_counts() throws InterruptedException {
    begin();
    time.advance(LIMIT);
    model.say(END);

    assertThat(heard.terminal()).isEqualTo(END);
  }

  @Test
  void a_cancellation_by_the_caller_stays_one() throws InterruptedException {
    var call = begin();
    call.cancel();
    time.advance(LIMIT.multipliedBy(2));
    model.say(new Cancelled());

    assertThat(model.cancellations).isEqualTo(1);
    assertThat(heard.terminal()).isEqualTo(new Cancelled());
    assertThat(time.pending()).isZero();
  }

  @Test
  void a_model_that_answers_before_it_returns_leaves_no_timer() throws InterruptedException {
    LanguageModel hasty =
        (_, events) -> {
          events.accept(END);
          return () -> {};
        };
    SilenceGuard.around(hasty, errors, time, LIMIT).stream(Requests.ask("hi"), heard);

    assertThat(heard.terminal()).isEqualTo(END);
    assertThat(time.pending()).isZero();
  }
}
