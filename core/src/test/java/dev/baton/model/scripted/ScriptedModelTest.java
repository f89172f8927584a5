package dev.baton.model.scripted;

import static dev.baton.model.Requests.ask;
import static dev.baton.model.Requests.assistant;
import static dev.baton.model.Requests.onAttempt;
import static dev.baton.model.Requests.provider;
import static dev.baton.model.Requests.system;
import static dev.baton.model.Requests.text;
import static dev.baton.model.Requests.tool;
import static dev.baton.model.Requests.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.chat.ErrorKind;
import dev.baton.chat.Part;
import dev.baton.model.ErrorClassifier;
import dev.baton.model.Heard;
import dev.baton.model.ModelCall;
import dev.baton.model.ModelEvent;
import dev.baton.model.ModelEvent.FinishReason;
import dev.baton.model.ModelEvent.TextDelta;
import dev.baton.model.ModelEvent.ToolCall;
import dev.baton.model.ModelEvent.ToolCallDelta;
import dev.baton.model.ModelRequest;
import dev.baton.model.TestLoop;
import dev.baton.time.VirtualScheduler;
import java.time.Duration;
import java.util.Collections;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScriptedModelTest {

  private final TestLoop loop = new TestLoop();
  private final VirtualScheduler time = new VirtualScheduler();
  private final ScriptedModel model =
      new ScriptedModel(loop, time, ErrorClassifier.of(provider("scripted")));

  private Heard heard = new Heard();

  private ModelCall begin(ModelRequest request) {
    heard = new Heard();
    var call = model.stream(request, heard);
    loop.runAll();
    return call;
  }

  private Heard play(ModelRequest request) {
    begin(request);
    for (int i = 0; i < 10_000 && !heard.hasEnded(); i++) {
      time.advance(Duration.ofSeconds(1));
      loop.runAll();
    }
    return heard;
  }

  private static ModelRequest scripted(String script) {
    return ask("{\"script\": " + script + "}", user("hi"));
  }

  @Test
  void without_a_script_it_quotes_the_user_and_says_what_it_is() throws InterruptedException {
    var said = play(ask("Where is\nmy  baton?"));

    assertThat(said.text())
        .startsWith("You said: “Where is my baton?”")
        .contains("demo model", "POST /api/v1/model-providers", "docs/scripted-model.md");
    assertThat(said.finished().reason()).isEqualTo(FinishReason.STOP);
  }

  @Test
  void a_long_message_is_quoted_in_part_and_never_inside_a_character() {
    var said = play(ask("\uD83D\uDE00".repeat(500)));

    assertThat(said.text()).startsWith("You said: “" + "\uD83D\uDE00".repeat(120) + "…”");
  }

  @Test
  void without_a_pace_about_forty_words_are_said_in_a_second() {
    begin(scripted("{\"text\": \"word \", \"repeat\": 1000}"));
    time.advance(Duration.ofSeconds(1));

    assertThat(heard.of(TextDelta.class)).hasSize(41).contains(new TextDelta("word "));
  }

  @Test
  void a_steady_speaker_says_each_chunk_at_its_moment() {
    begin(scripted("{\"text\": \"word \", \"repeat\": 1000, \"per_second\": 250}"));
    time.advance(Duration.ofSeconds(1));

    assertThat(heard.of(TextDelta.class)).hasSize(251);
  }

  @Test
  void a_steady_speaker_that_was_held_up_catches_up() {
    begin(scripted("{\"text\": \"word \", \"repeat\": 10, \"per_second\": 1000}"));
    time.stall(Duration.ofSeconds(1));
    time.advance(Duration.ofMillis(1));

    assertThat(heard.of(TextDelta.class)).hasSize(10);
  }

  @Test
  void a_rate_and_a_delay_exclude_each_other() throws InterruptedException {
    var said = play(scripted("{\"text\": \"a\", \"per_second\": 2, \"delay_ms\": 1}"));

    assertThat(said.error().message())
        .contains("model_config.script.per_second cannot stand beside delay_ms");
  }

  @Test
  void a_stamp_is_the_time_at_which_its_chunk_was_said_and_how_late_that_was() {
    long start = time.millis();
    begin(
        scripted(
            """
            {"text": "word ", "repeat": 3, "per_second": 2, "stamp": true}\
            """));
    time.advance(Duration.ofMillis(500));

    assertThat(heard.of(TextDelta.class))
        .extracting(TextDelta::text)
        .containsExactly(start + "000000/0 word ", (start + 500) + "000000/0 word ");
  }

  @Test
  void chunks_come_at_the_pace_of_the_script_with_one_timer_at_a_time() {
    begin(
        scripted(
            """
            {"text": "abcdefg", "chunk_size": 3, "delay_ms": 20, "first_delay_ms": 100}\
            """));

    assertThat(heard.events()).isEmpty();
    assertThat(time.pending()).isEqualTo(1);
    time.advance(Duration.ofMillis(100));
    assertThat(heard.events()).containsExactly(new TextDelta("abc"));
    assertThat(time.pending()).isEqualTo(1);
    time.advance(Duration.ofMillis(19));
    assertThat(heard.events()).hasSize(1);
    time.advance(Duration.ofMillis(1));
    assertThat(heard.text()).isEqualTo("abcdef");
    time.advance(Duration.ofMillis(20));
    assertThat(heard.text()).isEqualTo("abcdefg");
    assertThat(heard.hasEnded()).isTrue();
    assertThat(time.pending()).isZero();
  }

  @Test
  void the_nearest_pace_wins() {
    var settings =
        """
        {"chunk_size": 1, "delay_ms": 1000, "script":
          {"delay_ms": 0, "turns": [{"chunk_size": 2, "steps": [{"text": "abcd"}]}]}}\
        """;
    begin(ask(settings, user("hi")));

    assertThat(heard.events().subList(0, 2))
        .containsExactly(new TextDelta("ab"), new TextDelta("cd"));
    assertThat(heard.hasEnded()).isTrue();
  }

  @Test
  void without_delays_the_loop_gets_its_turn_between_batches() {
    heard = new Heard();
    model.stream(
        scripted("{\"text\": \"x\", \"repeat\": 1000, \"chunk_size\": 1, \"delay_ms\": 0}"), heard);
    int batches = 0;
    int heardBefore = 0;
    while (loop.runOne()) {
      assertThat(heard.events().size() - heardBefore).isLessThanOrEqualTo(65);
      heardBefore = heard.events().size();
      batches++;
    }

    assertThat(batches).isGreaterThan(15);
    assertThat(heard.text()).hasSize(1000);
    assertThat(time.pending()).isZero();
  }

  @Test
  void a_step_says_reasoning_then_text_then_sources_then_calls() throws InterruptedException {
    var said =
        play(
            scripted(
                """
                {"reasoning": "hm", "text": "ok", "chunk_size": 5, "delay_ms": 0,
                 "sources": [{"url": "https://a.example", "title": "A"}],
                 "tool_calls": [{"name": "sleep", "args": {"seconds": 1}},
                                {"name": "odd", "args_text": "{not json"}, {"name": "now"}]}\
                """));

    assertThat(said.events())
        .startsWith(
            new ModelEvent.ReasoningDelta("hm"),
            new TextDelta("ok"),
            new ModelEvent.Source("https://a.example", "A"),
            new ToolCallDelta("call_1_1_1", "sleep", "{\"sec"),
            new ToolCallDelta("call_1_1_1", "sleep", "onds\""),
            new ToolCallDelta("call_1_1_1", "sleep", ":1}"),
            new ToolCall("call_1_1_1", "sleep", "{\"seconds\":1}"));
    assertThat(said.calls())
        .containsExactly(
            new ToolCall("call_1_1_1", "sleep", "{\"seconds\":1}"),
            new ToolCall("call_1_1_2", "odd", "{not json"),
            new ToolCall("call_1_1_3", "now", "{}"));
    assertThat(said.finished().reason()).isEqualTo(FinishReason.TOOL_CALLS);
  }

  @Test
  void chunks_do_not_split_characters_of_two_java_chars() {
    var said = play(scripted("{\"text\": \"a\uD83D\uDE00b\", \"chunk_size\": 2}"));

    assertThat(said.of(TextDelta.class))
        .containsExactly(new TextDelta("a\uD83D\uDE00"), new TextDelta("b"));
  }

  @Test
  void the_position_is_counted_in_the_prompt() {
    var settings =
        """
        {"script": {"turns": [
          [{"text": "one"}],
          [{"tool_calls": [{"name": "now"}]}, {"text": "two, after the tool"}]]}}\
        """;
    var call = new Part.ToolCall("call_2_1_1", "now", "{}");
    var result = new Part.ToolResult("call_2_1_1", "now", "\"noon\"", false);

    assertThat(play(ask(settings, system("be brief"), user("a"))).text()).isEqualTo("one");
    assertThat(play(ask(settings, user("a"), assistant(text("one")), user("b"))).calls())
        .containsExactly(new ToolCall("call_2_1_1", "now", "{}"));
    var afterTool =
        ask(settings, user("a"), assistant(text("one")), user("b"), assistant(call), tool(result));
    assertThat(play(afterTool).text()).isEqualTo("two, after the tool");
    assertThat(play(afterTool).text()).as("a replay").isEqualTo("two, after the tool");
    var pastTheLastStep =
        ask(settings, user("a"), user("b"), assistant(call), tool(result), assistant(text("two")));
    assertThat(play(pastTheLastStep).text()).isEqualTo("Done.");
    assertThat(play(ask(settings, user("a"), user("b"), user("c"))).calls())
        .as("the last turn again")
        .containsExactly(new ToolCall("call_3_1_1", "now", "{}"));
  }

  @Test
  void a_message_may_command_its_own_turn() {
    var settings = "{\"script\": {\"text\": \"as configured\"}}";
    var command = user("/script [{\"text\": \"as you say\"}, {\"text\": \"and more\"}]");

    assertThat(play(ask(settings, command)).text()).isEqualTo("as you say");
    assertThat(play(ask(settings, command, assistant(text("as you say")))).text())
        .isEqualTo("and more");
    assertThat(play(ask(settings, command, assistant(text("as you say")), user("now?"))).text())
        .isEqualTo("as configured");
    assertThat(play(ask(settings, user("/scripture"))).text()).isEqualTo("as configured");
  }

  @Test
  void a_failure_is_classified_like_a_providers() throws InterruptedException {
    var failure =
        play(scripted(
                """
                {"text": "never said", "fail": {"status": 429, "message": "slow down",
                  "code": "rate_limit_exceeded", "retry_after_ms": 1500}}\
                """))
            .failure();

    assertThat(heard.text()).isEmpty();
    assertThat(failure.error().kind()).isEqualTo(ErrorKind.RATE_LIMIT);
    assertThat(failure.error().statusCode()).isEqualTo(OptionalInt.of(429));
    assertThat(failure.error().detail()).hasValue("slow down (rate_limit_exceeded)");
    assertThat(failure.retryAfter()).hasValue(Duration.ofMillis(1500));
  }

  @Test
  void a_failure_in_mid_stream_comes_after_its_chunks() throws InterruptedException {
    var script =
        """
        {"text": "abcdef", "chunk_size": 1, "fail": {"message": "overloaded", "after_chunks": 3}}\
        """;

    assertThat(play(scripted(script)).error().kind()).isEqualTo(ErrorKind.OVERLOADED);
    assertThat(heard.text()).isEqualTo("abc");
  }

  @Test
  void a_failure_that_happens_twice_is_over_at_the_third_attempt() throws InterruptedException {
    var request = scripted("{\"text\": \"at last\", \"fail\": {\"status\": 503, \"times\": 2}}");

    assertThat(play(onAttempt(1, request)).error().retryable()).isTrue();
    assertThat(play(onAttempt(2, request)).error().retryable()).isTrue();
    assertThat(play(onAttempt(2, request)).error().kind())
        .as("a replay")
        .isEqualTo(ErrorKind.TIMEOUT);
    assertThat(play(onAttempt(3, request)).text()).isEqualTo("at last");
    assertThat(heard.finished().reason()).isEqualTo(FinishReason.STOP);
  }

  @Test
  void a_cut_answer_is_a_failure_that_may_be_tried_again() throws InterruptedException {
    var error =
        play(scripted("{\"text\": \"abc\", \"chunk_size\": 1, \"cut\": {\"after_chunks\": 2}}"))
            .error();

    assertThat(heard.text()).isEqualTo("ab");
    assertThat(error.kind()).isEqualTo(ErrorKind.TIMEOUT);
    assertThat(error.retryable()).isTrue();
  }

  @Test
  void a_stalled_answer_ends_only_by_cancelling() throws InterruptedException {
    var call = begin(scripted("{\"text\": \"abc\", \"delay_ms\": 0, \"stall\": true}"));
    time.advance(Duration.ofDays(1));
    loop.runAll();

    assertThat(heard.text()).isEqualTo("abc");
    assertThat(heard.hasEnded()).isFalse();
    assertThat(time.pending()).isZero();
    call.cancel();
    call.cancel();
    loop.runAll();
    heard.assertEndedOnce();
    assertThat(heard.terminal()).isEqualTo(new ModelEvent.Cancelled());
  }

  @Test
  void a_cancelled_call_gives_up_its_timer_and_says_no_more() throws InterruptedException {
    var call = begin(scripted("{\"text\": \"a b c d\", \"delay_ms\": 100}"));
    call.cancel();
    loop.runAll();

    assertThat(time.pending()).isZero();
    time.advance(Duration.ofSeconds(1));
    heard.assertEndedOnce();
  }

  @Test
  void usage_is_estimated_unless_the_script_counts() throws InterruptedException {
    var estimated = play(scripted("{\"text\": \"12345678\"}")).finished().usage();
    var counted =
        play(scripted("{\"usage\": {\"input_tokens\": 90000, \"cache_read_tokens\": 7}}"))
            .finished()
            .usage();

    assertThat(estimated.inputTokens()).hasValue(1);
    assertThat(estimated.outputTokens()).hasValue(2);
    assertThat(estimated.totalTokens()).hasValue(3);
    assertThat(counted.inputTokens()).hasValue(90000);
    assertThat(counted.cacheReadTokens()).hasValue(7);
    assertThat(counted.outputTokens()).isEmpty();
  }

  @Test
  void the_finish_reason_may_be_scripted() throws InterruptedException {
    assertThat(play(scripted("{\"finish_reason\": \"length\"}")).finished().reason())
        .isEqualTo(FinishReason.LENGTH);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{\"texte\": \"x\"} | model_config.script.texte is not a key",
        "\"hello\" | model_config.script must be an object",
        "{\"turns\": []} | model_config.script.turns must hold",
        "{\"turns\": [[{}, {\"delay_ms\": \"5\"}]]} | script.turns[0][1].delay_ms must be a whole",
        "{\"turns\": [{\"steps\": [{\"delay_ms\": -1}]}]} | turns[0].steps[0].delay_ms must be",
        "{\"turns\": {}} | script.turns must be a list",
        "[{\"text\": 7}] | script[0].text must be a text",
        "{\"repeat\": 2.5} | script.repeat must be a whole number",
        "{\"text\": \"0123456789\", \"repeat\": 99999999} | script.repeat must be a whole number",
        "{\"fail\": {\"status\": 200}} | script.fail.status must be a whole number from 400",
        "{\"fail\": {\"kind\": \"auth\"}} | script.fail.kind is not a key",
        "{\"fail\": {}, \"cut\": true} | script must have only one of",
        "{\"tool_calls\": [{\"args\": {}}]} | script.tool_calls[0].name is missing",
        "{\"finish_reason\": \"done\"} | script.finish_reason must be one of stop, tool_calls",
        "{\"usage\": {\"tokens\": 1}} | script.usage.tokens is not a key",
        "{\"text\": \"100%s\", \"%d\": 1} | model_config.script.%d is not a key"
      })
  void a_wrong_script_is_refused_by_the_name_of_its_key(String script, String named)
      throws InterruptedException {
    var error = play(scripted(script)).error();

    assertThat(error.kind()).isEqualTo(ErrorKind.CONFIG);
    assertThat(error.retryable()).isFalse();
    assertThat(error.message()).startsWith("The script of Acme is wrong: ").contains(named);
  }

  @ParameterizedTest
  @CsvSource({"/script {\"text\":", "/script nonsense"})
  void a_command_that_is_not_json_is_refused(String command) throws InterruptedException {
    assertThat(play(ask(command)).error().message()).contains("/script must be JSON: ");
  }

  @Test
  void thousands_of_calls_cost_one_timer_each() {
    var request = scripted("{\"text\": \"a b c d e f g h\", \"delay_ms\": 500}");
    var calls = Stream.generate(Heard::new).limit(5_000).toList();
    calls.forEach(listener -> model.stream(request, listener));
    loop.runAll();
    assertThat(time.pending()).isEqualTo(5_000);
    time.advance(Duration.ofSeconds(4));

    assertThat(calls).allMatch(Heard::hasEnded);
    assertThat(calls)
        .extracting(Heard::text)
        .isEqualTo(Collections.nCopies(5_000, "a b c d e f g h"));
    assertThat(time.pending()).isZero();
  }
}
