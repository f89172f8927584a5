package dev.baton.model;

import dev.baton.chat.ChatError;
import dev.baton.chat.ErrorKind;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.OptionalInt;

/// Says what kind of failure it was, whether another try may help, and what a person can do about
/// it. The rules are [FailureRule].
///
/// Pure and thread-safe. The message calls the provider by its display name; what the provider said
/// itself is kept as the detail, in at most 500 characters and without anything like a key.
public final class ErrorClassifier {

  private final String subject;
  private final String provider;
  private final Redaction redaction;

  private ErrorClassifier(String subject, String provider, Redaction redaction) {
    this.subject = subject;
    this.provider = provider;
    this.redaction = redaction;
  }

  public static ErrorClassifier of(ProviderConfig provider) {
    var name = provider.displayName().strip();
    return new ErrorClassifier(
        name.isEmpty() ? "The AI provider" : name, provider.type(), Redaction.of(provider));
  }

  /// An answer that is not a success.
  public ModelFailure response(int status, String body, Optional<Duration> retryAfter) {
    return judge(ProviderError.parse(body), OptionalInt.of(status), retryAfter);
  }

  /// An error in the middle of an answer, so without a status but the one it may name.
  public ModelFailure inStream(String body) {
    var said = ProviderError.parse(body);
    return judge(said, said.status(), Optional.empty());
  }

  /// No answer, or a broken one.
  public ModelFailure exception(Throwable failure) {
    var said = ProviderError.of(failure);
    return judge(said, said.status(), Optional.empty());
  }

  /// An answer without its end mark. Anything may be missing from it, so it counts as failed.
  public ModelFailure endedEarly() {
    return own(ErrorKind.TIMEOUT, true, "%s broke off in the middle of its answer. Try again.");
  }

  public ModelFailure silence(Duration limit) {
    return own(
        ErrorKind.STREAM_SILENCE_TIMEOUT,
        true,
        "%s said nothing for " + limit.toSeconds() + " s. Try again, or choose another model.");
  }

  /// A call that is refused before any request: a key is missing, a setting cannot be.
  ///
  /// @param advice what to do; `%s` is the provider's name
  public ModelFailure refusal(ErrorKind kind, String advice) {
    return own(kind, false, advice);
  }

  /// Whether the prompt was more than the model can read, which compaction cures.
  public static boolean isContextTooLong(ChatError error) {
    return error.kind() == ErrorKind.CONFIG
        && error.detail().filter(FailureRule.CONTEXT_TOO_LONG::isSaidIn).isPresent();
  }

  /// The `Retry-After` header: seconds or a date. What is neither is ignored.
  public static Optional<Duration> retryAfter(String header, Instant now) {
    var value = header.strip();
    try {
      if (value.matches("\\d{1,9}(\\.\\d+)?")) {
        return Optional.of(Duration.ofMillis((long) (Double.parseDouble(value) * 1000)));
      }
      var at = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Optional.of(at.isAfter(now) ? Duration.between(now, at) : Duration.ZERO);
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  private ModelFailure judge(
      ProviderError said, OptionalInt status, Optional<Duration> retryAfter) {
    var rule = FailureRule.of(status, said.all());
    var known = status.isPresent() ? " (HTTP " + status.getAsInt() + ")" : "";
    return new ModelFailure(
        new ChatError(
            rule.advice(subject + known),
            detail(said, rule),
            rule.kind,
            Optional.of(provider),
            rule.retryable,
            status),
        retryAfter);
  }

  private Optional<String> detail(ProviderError said, FailureRule rule) {
    var kept = redaction.clean(said.all());
    var lost = rule == FailureRule.CONTEXT_TOO_LONG && !rule.isSaidIn(kept);
    var detail = lost ? kept + " (context length exceeded)" : kept;
    return detail.isEmpty() ? Optional.empty() : Optional.of(detail);
  }

  private ModelFailure own(ErrorKind kind, boolean retryable, String advice) {
    return new ModelFailure(
        new ChatError(
            advice.formatted(subject),
            Optional.empty(),
            kind,
            Optional.of(provider),
            retryable,
            OptionalInt.empty()),
        Optional.empty());
  }
}
