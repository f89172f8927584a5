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
        name.isEmpty() ? "The AI provider" : name,
        provider.type().wireName(),
        Redaction.of(provider));
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
    return own(
        ErrorKind.TIMEOUT,
        true,
        subject + " broke off in the middle of its answer. Try again.",
        "");
  }

  /// Something in the middle of an answer that is not what the provider's kind speaks.
  public ModelFailure unreadable(String said) {
    return own(
        ErrorKind.GENERIC,
        true,
        subject + " sent something that cannot be read. Try again; if it stays so, check its type.",
        said);
  }

  /// A successful answer that is not a stream.
  public ModelFailure notStreamed(String body) {
    var said = ProviderError.parse(body);
    return said.isError()
        ? judge(said, said.status(), Optional.empty())
        : own(
            ErrorKind.CONFIG,
            false,
            subject + " did not stream its answer. Check its base URL and its type.",
            body);
  }

  public ModelFailure silence(Duration limit) {
    return own(
        ErrorKind.STREAM_SILENCE_TIMEOUT,
        true,
        "%s said nothing for %d s. Try again, or choose another model."
            .formatted(subject, limit.toSeconds()),
        "");
  }

  /// A call that is refused before any request: a key is missing, a setting cannot be.
  ///
  /// @param message for people: what to do
  public ModelFailure refusal(ErrorKind kind, String message) {
    return own(kind, false, message, "");
  }

  /// What people call the provider.
  public String subject() {
    return subject;
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
    return present(lost ? kept + " (context length exceeded)" : kept);
  }

  private ModelFailure own(ErrorKind kind, boolean retryable, String message, String said) {
    return new ModelFailure(
        new ChatError(
            message,
            present(redaction.clean(said.strip())),
            kind,
            Optional.of(provider),
            retryable,
            OptionalInt.empty()),
        Optional.empty());
  }

  private static Optional<String> present(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }
}
