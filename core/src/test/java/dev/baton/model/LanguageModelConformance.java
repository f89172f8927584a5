package dev.baton.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.baton.chat.ErrorKind;
import dev.baton.model.ModelEvent.Cancelled;
import dev.baton.model.ModelEvent.FinishReason;
import dev.baton.model.ModelEvent.TextDelta;
import dev.baton.model.ModelEvent.ToolCall;
import dev.baton.time.VertxScheduler;
import dev.baton.time.VirtualScheduler;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What holds of each model, whatever provider is behind it.
public abstract class LanguageModelConformance {

  /// What the provider does with the requests that follow.
  public enum Behaviour {
    /// Says "Hello ", then "world", and ends.
    TEXT,
    /// Thinks "hm", then says "ok".
    REASONING,
    /// Calls `one {"a":1}` and `two {}`, arguments in pieces.
    CALLS,
    /// Refuses with 429, asking for 7 s of peace.
    RATE_LIMIT,
    /// Says "half" and then that it is overloaded.
    ERROR_MIDWAY,
    /// Says "half" and ends without end mark.
    CUT,
    /// Never answers.
    SILENT,
    /// Says "half" and nothing more.
    STALLED,
    /// Says "x" for longer than any test lasts.
    ENDLESS
  }

  protected final Vertx vertx = Vertx.vertx();
  protected final VertxScheduler scheduler = new VertxScheduler(vertx);
  protected final EventLoops loops = EventLoops.of(vertx);

  private LanguageModel model;

  protected abstract LanguageModel model() throws Exception;

  /// A request that meets this behaviour.
  protected abstract ModelRequest expecting(Behaviour behaviour);

  /// A hook for what a provider sees: called when the call has been cancelled or given up.
  protected void assertProviderWasLeft() throws Exception {}

  protected void stop() throws Exception {}

  @BeforeEach
  final void makeModel() throws Exception {
    model = model();
  }

  @AfterEach
  final void stopAll() throws Exception {
    stop();
    vertx.close().await(20, TimeUnit.SECONDS);
  }

  private Heard hear(Behaviour behaviour) {
    var heard = new Heard();
    model.stream(expecting(behaviour), heard);
    return heard;
  }

  @Test
  void text_arrives_in_order_and_ends_once() throws InterruptedException {
    var heard = hear(Behaviour.TEXT);

    heard.assertEndedOnce();
    assertThat(heard.of(TextDelta.class))
        .containsExactly(new TextDelta("Hello "), new TextDelta("world"));
    assertThat(heard.finished().reason()).isEqualTo(FinishReason.STOP);
    assertThat(heard.finished().usage().outputTokens()).isPresent();
  }

  @Test
  void reasoning_is_told_apart_from_text() throws InterruptedException {
    var heard = hear(Behaviour.REASONING);

    heard.assertEndedOnce();
    assertThat(heard.reasoning()).isEqualTo("hm");
    assertThat(heard.text()).isEqualTo("ok");
  }

  @Test
  void calls_arrive_in_pieces_and_then_whole() throws InterruptedException {
    var heard = hear(Behaviour.CALLS);

    heard.assertEndedOnce();
    assertThat(heard.calls())
        .extracting(ToolCall::toolName, ToolCall::argsJson)
        .containsExactly(tuple("one", "{\"a\":1}"), tuple("two", "{}"));
    assertThat(heard.calls()).extracting(ToolCall::toolCallId).doesNotHaveDuplicates();
    assertThat(heard.calls())
        .allSatisfy(call -> assertThat(heard.args(call.toolCallId())).isEqualTo(call.argsJson()));
    assertThat(heard.finished().reason()).isEqualTo(FinishReason.TOOL_CALLS);
  }

  @Test
  void a_refusal_is_a_classified_failure() throws InterruptedException {
    var heard = hear(Behaviour.RATE_LIMIT);

    heard.assertEndedOnce();
    assertThat(heard.error().kind()).isEqualTo(ErrorKind.RATE_LIMIT);
    assertThat(heard.error().statusCode()).isEqualTo(OptionalInt.of(429));
    assertThat(heard.error().retryable()).isTrue();
    assertThat(heard.failure().retryAfter()).hasValue(Duration.ofSeconds(7));
  }

  @Test
  void an_error_in_mid_stream_is_a_failure_after_what_was_said() throws InterruptedException {
    var heard = hear(Behaviour.ERROR_MIDWAY);

    heard.assertEndedOnce();
    assertThat(heard.text()).isEqualTo("half");
    assertThat(heard.error().kind()).isEqualTo(ErrorKind.OVERLOADED);
  }

  @Test
  void an_end_without_end_mark_is_a_failure() throws InterruptedException {
    var heard = hear(Behaviour.CUT);

    heard.assertEndedOnce();
    assertThat(heard.text()).isEqualTo("half");
    assertThat(heard.error().kind()).isEqualTo(ErrorKind.TIMEOUT);
    assertThat(heard.error().retryable()).isTrue();
  }

  @Test
  void a_call_may_be_cancelled_as_soon_as_it_was_made() throws InterruptedException {
    var heard = new Heard();
    model.stream(expecting(Behaviour.ENDLESS), heard).cancel();

    heard.assertEndedOnce();
    assertThat(heard.terminal()).isEqualTo(new Cancelled());
  }

  @Test
  void a_call_may_be_cancelled_while_the_provider_is_silent() throws Exception {
    var heard = new Heard();
    var call = model.stream(expecting(Behaviour.SILENT), heard);
    awaitRequest();
    call.cancel();

    heard.assertEndedOnce();
    assertThat(heard.terminal()).isEqualTo(new Cancelled());
    assertProviderWasLeft();
  }

  @ParameterizedTest
  @EnumSource(names = {"STALLED", "ENDLESS"})
  void a_call_may_be_cancelled_in_mid_stream(Behaviour behaviour) throws Exception {
    var heard = new Heard();
    var call = model.stream(expecting(behaviour), heard);
    heard.awaitFirst();
    call.cancel();

    heard.assertEndedOnce();
    assertThat(heard.terminal()).isEqualTo(new Cancelled());
    assertProviderWasLeft();
  }

  @Test
  void cancelling_after_the_end_does_nothing() throws Exception {
    var heard = new Heard();
    var call = model.stream(expecting(Behaviour.TEXT), heard);
    heard.finished();
    call.cancel();
    call.cancel();
    hear(Behaviour.TEXT).finished();

    heard.assertEndedOnce();
    assertThat(heard.events()).hasSize(3);
  }

  @Test
  void many_may_cancel_at_once() throws Exception {
    var heard = new Heard();
    var call = model.stream(expecting(Behaviour.ENDLESS), heard);
    heard.awaitFirst();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 20; i++) {
        threads.execute(call::cancel);
      }
    }

    heard.assertEndedOnce();
    assertThat(heard.terminal()).isEqualTo(new Cancelled());
  }

  @Test
  void a_silent_call_is_ended_by_its_guard() throws Exception {
    var time = new VirtualScheduler();
    var errors = ErrorClassifier.of(Requests.provider("scripted"));
    var heard = new Heard();
    SilenceGuard.around(model, errors, time, Duration.ofMinutes(10)).stream(
        expecting(Behaviour.SILENT), heard);
    awaitRequest();
    time.advance(Duration.ofMinutes(10));

    heard.assertEndedOnce();
    assertThat(heard.error().kind()).isEqualTo(ErrorKind.STREAM_SILENCE_TIMEOUT);
    assertThat(heard.error().retryable()).isTrue();
    assertProviderWasLeft();
  }

  @Test
  void malformed_settings_are_a_failure_and_not_an_exception() throws InterruptedException {
    var heard = new Heard();
    model.stream(Requests.ask("{not json", Requests.user("hi")), heard);

    heard.assertEndedOnce();
    assertThat(heard.error().kind()).isEqualTo(ErrorKind.CONFIG);
    assertThat(heard.error().message()).contains("model_config must be JSON");
  }

  @Test
  void all_events_of_a_call_come_on_one_event_loop() throws InterruptedException {
    Set<String> threads = ConcurrentHashMap.newKeySet();
    var heard = new Heard();
    model.stream(
        expecting(Behaviour.CALLS),
        event -> {
          threads.add(Thread.currentThread().getName());
          heard.accept(event);
        });
    heard.finished();

    assertThat(threads).hasSize(1).allMatch(name -> name.contains("eventloop"));
  }

  @Test
  void five_hundred_calls_at_once_all_finish() throws InterruptedException {
    var request = expecting(Behaviour.TEXT);
    List<Heard> all = Stream.generate(Heard::new).limit(500).toList();
    all.forEach(heard -> model.stream(request, heard));

    for (var heard : all) {
      heard.finished();
      assertThat(heard.text()).isEqualTo("Hello world");
    }
  }

  /// A hook: the provider has the request.
  protected void awaitRequest() throws Exception {}
}
