package dev.baton.model.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.json.Json;
import dev.baton.model.ModelEvent;
import dev.baton.model.ModelEvent.FinishReason;
import dev.baton.model.ModelEvent.Finished;
import dev.baton.model.ModelEvent.ReasoningDelta;
import dev.baton.model.ModelEvent.Source;
import dev.baton.model.ModelEvent.TextDelta;
import dev.baton.model.ModelEvent.ToolCall;
import dev.baton.model.ModelEvent.ToolCallDelta;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerReaderTest {

  private final List<ModelEvent> events = new ArrayList<>();

  private AnswerReader read(String... chunks) {
    return read(Set.of(), chunks);
  }

  private AnswerReader read(Set<String> usedIds, String... chunks) {
    var reader = new AnswerReader(usedIds);
    for (var chunk : chunks) {
      events.addAll(reader.read(Json.parse(chunk)));
    }
    return reader;
  }

  private List<ToolCall> calls(AnswerReader reader) {
    return reader.finish().stream()
        .filter(ToolCall.class::isInstance)
        .map(ToolCall.class::cast)
        .toList();
  }

  private static Finished end(AnswerReader reader) {
    return (Finished) reader.finish().getLast();
  }

  private static String delta(String delta) {
    return "{\"choices\": [{\"index\": 0, \"delta\": " + delta + "}]}";
  }

  private static String call(String call) {
    return delta("{\"tool_calls\": [" + call + "]}");
  }

  @Test
  void text_and_both_names_of_reasoning_are_read() {
    read(
        delta("{\"role\": \"assistant\", \"content\": \"\"}"),
        delta("{\"reasoning_content\": \"hm\", \"content\": null}"),
        delta("{\"reasoning\": \"hmm\"}"),
        delta("{\"content\": \"hi\"}"),
        delta("{\"refusal\": \"no\"}"));

    assertThat(events)
        .containsExactly(
            new ReasoningDelta("hm"),
            new ReasoningDelta("hmm"),
            new TextDelta("hi"),
            new TextDelta("no"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "7",
        "{\"choices\": null}",
        "{\"choices\": []}",
        "{\"choices\": [null]}",
        "{\"choices\": [{}]}",
        "{\"choices\": [{\"delta\": null, \"finish_reason\": null}], \"usage\": null}",
        "{\"choices\": [{\"delta\": {\"content\": {}, \"tool_calls\": 1, \"annotations\": {}}}]}",
        "{\"created\": \"yesterday\", \"usage\": 7}"
      })
  void what_is_off_the_specification_is_passed_over(String chunk) {
    var reader = read(chunk);

    assertThat(events).isEmpty();
    assertThat(reader.sawFinishReason()).isFalse();
  }

  @Test
  void citations_are_sources() {
    read(
        delta(
            """
            {"annotations": [{"type": "url_citation",
              "url_citation": {"url": "https://a.example", "title": "A"}}]}\
            """));

    assertThat(events).containsExactly(new Source("https://a.example", "A"));
  }

  @Test
  void pieces_of_parallel_calls_find_their_call_by_index() {
    var reader =
        read(
            call(
                "{\"index\": 0, \"id\": \"a\", \"function\": {\"name\": \"x\", \"arguments\": \"\"}}"),
            call(
                "{\"index\": 1, \"id\": \"b\", \"function\": {\"name\": \"y\", \"arguments\": \"{\"}}"),
            call("{\"index\": 0, \"function\": {\"arguments\": \"{\\\"k\\\":\"}}"),
            call("{\"index\": 1, \"function\": {\"arguments\": \"}\"}}"),
            call("{\"index\": 0, \"function\": {\"arguments\": \"1}\"}}"));

    assertThat(events)
        .containsExactly(
            new ToolCallDelta("a", "x", ""),
            new ToolCallDelta("b", "y", "{"),
            new ToolCallDelta("a", "x", "{\"k\":"),
            new ToolCallDelta("b", "y", "}"),
            new ToolCallDelta("a", "x", "1}"));
    assertThat(calls(reader))
        .containsExactly(new ToolCall("a", "x", "{\"k\":1}"), new ToolCall("b", "y", "{}"));
  }

  @Test
  void calls_with_the_same_index_are_kept_apart_by_their_ids() {
    var reader =
        read(
            call(
                "{\"index\": 0, \"id\": \"a\", \"function\": {\"name\": \"x\", \"arguments\": \"{}\"}}"),
            call(
                "{\"index\": 0, \"id\": \"b\", \"function\": {\"name\": \"y\", \"arguments\": \"{\"}}"),
            call("{\"index\": 0, \"function\": {\"arguments\": \"}\"}}"));

    assertThat(calls(reader))
        .containsExactly(new ToolCall("a", "x", "{}"), new ToolCall("b", "y", "{}"));
  }

  @Test
  void calls_with_the_same_id_are_kept_apart_by_their_index() {
    var reader =
        read(
            call(
                "{\"index\": 0, \"id\": \"a\", \"function\": {\"name\": \"x\", \"arguments\": \"1\"}}"),
            call(
                "{\"index\": 1, \"id\": \"a\", \"function\": {\"name\": \"x\", \"arguments\": \"2\"}}"),
            call("{\"index\": 0, \"function\": {\"arguments\": \"3\"}}"));

    assertThat(calls(reader))
        .containsExactly(new ToolCall("a", "x", "13"), new ToolCall("a_2", "x", "2"));
  }

  @Test
  void an_id_that_comes_with_each_piece_is_one_call() {
    var piece =
        "{\"index\": 0, \"id\": \"a\", \"function\": {\"name\": \"x\", \"arguments\": \"1\"}}";

    assertThat(calls(read(call(piece), call(piece)))).containsExactly(new ToolCall("a", "x", "11"));
  }

  @Test
  void a_fresh_id_without_a_name_goes_on_with_the_call() {
    var reader =
        read(
            call(
                "{\"index\": 0, \"id\": \"a\", \"function\": {\"name\": \"x\", \"arguments\": \"1\"}}"),
            call("{\"index\": 0, \"id\": \"z\", \"function\": {\"arguments\": \"2\"}}"));

    assertThat(calls(reader)).containsExactly(new ToolCall("a", "x", "12"));
  }

  @Test
  void pieces_without_index_or_id_go_to_the_newest_call() {
    var reader =
        read(
            call("{\"id\": \"a\", \"function\": {\"name\": \"x\", \"arguments\": \"1\"}}"),
            call("{\"id\": \"b\", \"function\": {\"name\": \"y\"}}"),
            call("{\"function\": {\"arguments\": \"2\"}}"));

    assertThat(calls(reader))
        .containsExactly(new ToolCall("a", "x", "1"), new ToolCall("b", "y", "2"));
  }

  @Test
  void a_call_without_id_is_given_one() {
    var id = calls(read(call("{\"function\": {\"name\": \"x\"}}"))).getFirst().toolCallId();

    assertThat(id).startsWith("call_").hasSizeGreaterThan(20);
  }

  @Test
  void an_id_that_the_chat_has_already_is_changed() {
    var reader =
        read(
            Set.of("call_0", "call_0_2"),
            call("{\"index\": 0, \"id\": \"call_0\", \"function\": {\"name\": \"x\"}}"),
            call("{\"index\": 0, \"id\": \"call_0\", \"function\": {\"arguments\": \"{}\"}}"));

    assertThat(calls(reader)).containsExactly(new ToolCall("call_0_3", "x", "{}"));
    assertThat(events).contains(new ToolCallDelta("call_0_3", "x", "{}"));
  }

  @Test
  void pieces_wait_until_the_name_is_known() {
    read(
        call("{\"index\": 0, \"id\": \"a\", \"function\": {\"arguments\": \"1\"}}"),
        call("{\"index\": 0, \"function\": {\"name\": \"x\", \"arguments\": \"2\"}}"));

    assertThat(events).containsExactly(new ToolCallDelta("a", "x", "12"));
  }

  @Test
  void arguments_may_be_an_object_or_missing() {
    var reader =
        read(
            call("{\"id\": \"a\", \"function\": {\"name\": \"x\", \"arguments\": {\"k\": 1}}}"),
            call("{\"id\": \"b\", \"function\": {\"name\": \"y\", \"arguments\": null}}"));

    assertThat(calls(reader))
        .containsExactly(new ToolCall("a", "x", "{\"k\":1}"), new ToolCall("b", "y", "{}"));
  }

  @Test
  void a_character_split_between_chunks_is_told_whole() {
    var reader =
        read(
            delta("{\"content\": \"a\\ud83d\"}"),
            delta("{\"content\": \"\\ude00b\"}"),
            call("{\"id\": \"a\", \"function\": {\"name\": \"x\", \"arguments\": \"\\ud83d\"}}"),
            call("{\"id\": \"a\", \"function\": {\"arguments\": \"\\ude00\"}}"));

    assertThat(events)
        .containsExactly(
            new TextDelta("a"),
            new TextDelta("\uD83D\uDE00b"),
            new ToolCallDelta("a", "x", ""),
            new ToolCallDelta("a", "x", "\uD83D\uDE00"));
    assertThat(calls(reader)).containsExactly(new ToolCall("a", "x", "\uD83D\uDE00"));
  }

  @ParameterizedTest
  @CsvSource({
    "stop, STOP",
    "eos, STOP",
    "length, LENGTH",
    "content_filter, CONTENT_FILTER",
    "tool_calls, TOOL_CALLS",
    "function_call, TOOL_CALLS",
    "pause_turn, OTHER"
  })
  void finish_reasons_are_translated(String sent, FinishReason meant) {
    var reader = read("{\"choices\": [{\"delta\": {}, \"finish_reason\": \"" + sent + "\"}]}");

    assertThat(reader.sawFinishReason()).isTrue();
    assertThat(end(reader).reason()).isEqualTo(meant);
  }

  @Test
  void an_answer_that_stops_with_calls_asks_for_them() {
    var reader =
        read(
            call("{\"id\": \"a\", \"function\": {\"name\": \"x\"}}"),
            "{\"choices\": [{\"delta\": {}, \"finish_reason\": \"stop\"}]}");

    assertThat(end(reader).reason()).isEqualTo(FinishReason.TOOL_CALLS);
  }

  @Test
  void cached_tokens_are_not_counted_as_input_again() {
    var usage =
        end(read(
                """
                {"choices": [], "usage": {"prompt_tokens": 100, "completion_tokens": 50,
                  "total_tokens": 150, "prompt_tokens_details": {"cached_tokens": 64},
                  "completion_tokens_details": {"reasoning_tokens": 20}}}\
                """))
            .usage();

    assertThat(usage.inputTokens()).hasValue(36);
    assertThat(usage.cacheReadTokens()).hasValue(64);
    assertThat(usage.outputTokens()).hasValue(50);
    assertThat(usage.reasoningTokens()).hasValue(20);
    assertThat(usage.totalTokens()).hasValue(150);
    assertThat(usage.contextLimit()).isEmpty();
  }
}
