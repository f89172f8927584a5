package dev.baton.model;

import static dev.baton.chat.ErrorKind.AUTH;
import static dev.baton.chat.ErrorKind.CONFIG;
import static dev.baton.chat.ErrorKind.GENERIC;
import static dev.baton.chat.ErrorKind.MISSING_KEY;
import static dev.baton.chat.ErrorKind.OVERLOADED;
import static dev.baton.chat.ErrorKind.STREAM_SILENCE_TIMEOUT;
import static dev.baton.chat.ErrorKind.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.chat.ChatError;
import dev.baton.chat.ErrorKind;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorClassifierTest {

  private static final String KEY = "very-secret-key-of-acme";

  private final ErrorClassifier classifier = ErrorClassifier.of(provider("Acme"));

  private static ProviderConfig provider(String displayName) {
    return new ProviderConfig(
        UUID.randomUUID(),
        ProviderType.OPENAI_COMPAT,
        displayName,
        Optional.empty(),
        Optional.of(KEY),
        Map.of("X-Team", "blue", "X-Proxy-Token", "proxy-token-0815"),
        true);
  }

  private ChatError said(String text) {
    return classifier.inStream(text).error();
  }

  private ChatError answered(int status, String body) {
    return classifier.response(status, body, Optional.empty()).error();
  }

  @ParameterizedTest
  @CsvSource({
    "529, OVERLOADED, true",
    "401, AUTH, false",
    "402, AUTH, false",
    "403, AUTH, false",
    "429, RATE_LIMIT, true",
    "408, TIMEOUT, true",
    "502, TIMEOUT, true",
    "503, TIMEOUT, true",
    "504, TIMEOUT, true",
    "500, GENERIC, true",
    "400, GENERIC, false",
    "404, GENERIC, false",
    "418, GENERIC, false"
  })
  void a_status_alone_decides(int status, ErrorKind kind, boolean retryable) {
    var error = answered(status, "");

    assertThat(error.kind()).isEqualTo(kind);
    assertThat(error.retryable()).isEqualTo(retryable);
    assertThat(error.statusCode()).hasValue(status);
    assertThat(error.message()).startsWith("Acme ").contains("(HTTP " + status + ")");
    assertThat(error.provider()).hasValue("openai-compat");
    assertThat(error.detail()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "context canceled | GENERIC | false",
        "chat interrupted | GENERIC | false",
        "context deadline exceeded | TIMEOUT | false",
        "Overloaded | OVERLOADED | true",
        "authentication failed | AUTH | false",
        "Unauthorized | AUTH | false",
        "forbidden | AUTH | false",
        "Invalid API key | AUTH | false",
        "You exceeded your current quota | AUTH | false",
        "billing hard limit reached | AUTH | false",
        "Payment required | AUTH | false",
        "Rate limit reached for gpt | RATE_LIMIT | true",
        "Too many requests | RATE_LIMIT | true",
        "request timeout | TIMEOUT | true",
        "Read timed out | TIMEOUT | true",
        "Service Unavailable | TIMEOUT | true",
        "connection reset by peer | TIMEOUT | true",
        "connection refused | TIMEOUT | true",
        "unexpected EOF | TIMEOUT | true",
        "write: broken pipe | TIMEOUT | true",
        "Bad Gateway | TIMEOUT | true",
        "invalid model: gpt-9 | CONFIG | false",
        "unsupported model | CONFIG | false",
        "model not found | CONFIG | false",
        "The model `gpt-9` does not exist | CONFIG | false",
        "This model's maximum context length is 128000 tokens | CONFIG | false",
        "malformed config | CONFIG | false",
        "Unsupported parameter: 'max_tokens' | CONFIG | false",
        "internal server error | GENERIC | true",
        "the dog ate it | GENERIC | false"
      })
  void words_decide_where_no_status_is_known(String text, ErrorKind kind, boolean retryable) {
    var error = said(text);

    assertThat(error.kind()).isEqualTo(kind);
    assertThat(error.retryable()).isEqualTo(retryable);
    assertThat(error.statusCode()).isEmpty();
    assertThat(error.detail()).hasValue(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "429 | RATE_LIMIT | 429",
        "529 | OVERLOADED | 529",
        "503 upstream is gone | TIMEOUT | 503",
        "upstream answered with status 502 | TIMEOUT | 502",
        "HTTP 500 from the gateway | GENERIC | 500",
        "Error code: 401 - no such key | AUTH | 401"
      })
  void a_status_named_in_the_text_counts(String text, ErrorKind kind, int status) {
    var error = said(text);

    assertThat(error.kind()).isEqualTo(kind);
    assertThat(error.statusCode()).hasValue(status);
  }

  @Test
  void a_number_in_the_text_is_not_a_status() {
    assertThat(said("at most 500 tokens are allowed").statusCode()).isEmpty();
  }

  @Test
  void the_first_rule_that_fits_wins() {
    assertThat(said("forbidden: context length exceeded").kind()).isEqualTo(AUTH);
    assertThat(said("invalid model: unauthorized").kind()).isEqualTo(AUTH);
    assertThat(answered(429, "insufficient_quota").kind()).isEqualTo(AUTH);
    assertThat(answered(500, "context_length_exceeded").kind()).isEqualTo(CONFIG);
    assertThat(answered(429, "overloaded").kind()).isEqualTo(OVERLOADED);
    assertThat(answered(504, "Deadline exceeded").retryable()).isTrue();
  }

  @Test
  void words_do_not_make_a_blamed_request_worth_another_try() {
    var error = answered(400, "timeout must be a number; see server_error docs");

    assertThat(error.kind()).isEqualTo(GENERIC);
    assertThat(error.retryable()).isFalse();
  }

  @Test
  void message_type_and_code_are_found_in_any_shape() {
    assertThat(
            answered(
                    400,
                    """
                    {"error": {"message": "Too big.", "type": "invalid_request_error", "param": null,
                      "code": "context_length_exceeded"}}\
                    """)
                .detail())
        .hasValue("Too big. (invalid_request_error, context_length_exceeded)");
    assertThat(answered(404, "{\"error\": \"model 'x' not found, try pulling it\"}").kind())
        .isEqualTo(CONFIG);
    assertThat(answered(422, "{\"detail\": \"no such field\"}").detail()).hasValue("no such field");
    assertThat(answered(429, "[{\"error\": {\"code\": 429, \"message\": \"slow\"}}]").detail())
        .hasValue("slow (status 429)");
    assertThat(said("{\"object\":\"error\",\"message\":\"boom\",\"code\":503}").statusCode())
        .hasValue(503);
    assertThat(answered(502, "<html>\n  <h1>Bad Gateway</h1>\n</html>").detail())
        .hasValue("<html> <h1>Bad Gateway</h1> </html>");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"error\": {\"message\": \"no\", \"code\": \"context_length_exceeded\"}}",
        "prompt is too long: 210000 tokens > 200000 maximum",
        "the request exceeds the available context size, try increasing it",
        "The input token count (1200000) exceeds the maximum number of tokens allowed",
        "Please reduce the length of the messages"
      })
  void a_prompt_that_is_too_long_can_be_told_from_other_configuration_errors(String body) {
    var error = answered(400, body);

    assertThat(error.kind()).isEqualTo(CONFIG);
    assertThat(error.retryable()).isFalse();
    assertThat(ErrorClassifier.isContextTooLong(error)).isTrue();
    assertThat(ErrorClassifier.isContextTooLong(answered(404, "model not found"))).isFalse();
  }

  @Test
  void a_prompt_that_is_too_long_is_still_told_when_the_detail_is_cut() {
    var error = answered(400, "word ".repeat(200) + "maximum context length");

    assertThat(error.detail().orElseThrow()).doesNotContain("maximum");
    assertThat(ErrorClassifier.isContextTooLong(error)).isTrue();
  }

  @Test
  void keys_are_taken_out_of_the_detail() {
    var detail =
        answered(
                401,
                """
                {"error": {"message": "Incorrect API key provided: sk-proj-abc***wxyz. Sent
                  Authorization: Bearer abc.def-ghi and api_key=hunter2hunter2 and \
                very-secret-key-of-acme over proxy-token-0815 for team blue"}}\
                """
                    .replace("\n", " "))
            .detail()
            .orElseThrow();

    assertThat(detail)
        .doesNotContain("sk-proj", "wxyz", "abc.def", "hunter2", KEY, "proxy-token-0815")
        .contains("Incorrect API key provided: [removed]", "team blue");
  }

  @Test
  void the_detail_is_cut_after_keys_are_removed_and_never_inside_a_character() {
    var key = "sk-" + "k".repeat(60);
    var detail = answered(400, "x".repeat(480) + " " + key).detail().orElseThrow();
    var smileys = answered(400, "y" + "\uD83D\uDE00".repeat(400)).detail().orElseThrow();

    assertThat(detail).hasSizeLessThanOrEqualTo(500).doesNotContain("sk-").endsWith("[removed]");
    assertThat(smileys).hasSizeLessThanOrEqualTo(500).endsWith("\uD83D\uDE00…");
  }

  @Test
  void the_detail_can_be_stored() {
    assertThat(answered(400, "a\0b\uD83Dc").detail()).hasValue("a\u2400b\uFFFDc");
  }

  @Test
  void exceptions_are_read_with_their_causes() {
    var refused = classifier.exception(new ConnectException("Connection refused: localhost:1"));
    var wrapped = classifier.exception(new IllegalStateException(new IOException("Broken pipe")));
    var cancelled = classifier.exception(new CancellationException());

    assertThat(refused.error().kind()).isEqualTo(TIMEOUT);
    assertThat(refused.error().retryable()).isTrue();
    assertThat(refused.error().detail())
        .hasValue("ConnectException: Connection refused: localhost:1");
    assertThat(wrapped.error().kind()).isEqualTo(TIMEOUT);
    assertThat(cancelled.error().retryable()).isFalse();
  }

  @Test
  void what_only_we_can_know_is_said_explicitly() {
    assertThat(classifier.silence(Duration.ofMinutes(10)).error().kind())
        .isEqualTo(STREAM_SILENCE_TIMEOUT);
    assertThat(classifier.silence(Duration.ofMinutes(10)).error().message())
        .isEqualTo("Acme said nothing for 600 s. Try again, or choose another model.");
    assertThat(classifier.endedEarly().error().retryable()).isTrue();
    assertThat(classifier.refusal(MISSING_KEY, "Acme has no key.").error())
        .isEqualTo(
            new ChatError(
                "Acme has no key.",
                Optional.empty(),
                MISSING_KEY,
                Optional.of("openai-compat"),
                false,
                OptionalInt.empty()));
  }

  @Test
  void a_provider_without_a_name_is_called_the_ai_provider() {
    var error = ErrorClassifier.of(provider(" ")).response(401, "", Optional.empty()).error();

    assertThat(error.message()).startsWith("The AI provider (HTTP 401) refused");
  }

  @Test
  void retry_after_is_seconds_or_a_date() {
    var now = Instant.parse("2026-11-21T12:00:00Z");

    assertThat(ErrorClassifier.retryAfter("17", now)).hasValue(Duration.ofSeconds(17));
    assertThat(ErrorClassifier.retryAfter(" 1.5 ", now)).hasValue(Duration.ofMillis(1500));
    assertThat(ErrorClassifier.retryAfter("Sat, 21 Nov 2026 12:01:00 GMT", now))
        .hasValue(Duration.ofMinutes(1));
    assertThat(ErrorClassifier.retryAfter("Sat, 21 Nov 2026 11:00:00 GMT", now))
        .hasValue(Duration.ZERO);
    assertThat(ErrorClassifier.retryAfter("soon", now)).isEmpty();
    assertThat(ErrorClassifier.retryAfter("-1", now)).isEmpty();
  }
}
