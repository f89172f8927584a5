package dev.baton.model;

import dev.baton.chat.ErrorKind;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// How failures are told apart: the first rule that fits decides, by words in what the provider
/// said, the status being the first word.
enum FailureRule {
  CANCELLED(
      ErrorKind.GENERIC,
      false,
      "context cancell?ed|operation was cancell?ed|chat interrupted|cancellationexception",
      "The call to %s was cancelled. Send the message again to go on."),
  DEADLINE(
      ErrorKind.TIMEOUT,
      false,
      "deadline",
      "%s did not answer before the deadline. Try again, or ask for less at once."),
  OVERLOADED(
      ErrorKind.OVERLOADED,
      true,
      "^529\\b|overloaded",
      "%s is overloaded. Try again in a few minutes, or choose another model."),
  AUTH(
      ErrorKind.AUTH,
      false,
      "^(401|402|403)\\b|authentication|unauthorized|forbidden|(invalid|incorrect)[ _]api[ _]key"
          + "|quota|billing|payment required",
      "%s refused the credentials. Check the key, its permissions and the billing."),
  RATE_LIMIT(
      ErrorKind.RATE_LIMIT,
      true,
      "^429\\b|rate[ _-]?limit|too many requests",
      "%s is limiting the rate of requests. Wait a little, or raise the limit there."),
  UNAVAILABLE(
      ErrorKind.TIMEOUT,
      true,
      "^(408|502|503|504)\\b|time-?out|timed out|unavailable|bad gateway|broken pipe|\\beof\\b"
          + "|unknownhost|failed to resolve|connection (was )?(reset|refused|closed)"
          + "|reset by peer|stream (was )?reset",
      "%s cannot be reached or did not answer in time. Try again; if it stays so, check its base"
          + " URL and its status page."),
  CONTEXT_TOO_LONG(
      ErrorKind.CONFIG,
      false,
      "context[ _-]?(length|window|size)|maximum context|prompt is too long|input is too long"
          + "|too many (input )?tokens|input token count"
          + "|reduce the length of the (messages|prompt|input)",
      "The chat has become too long for the model of %s. Begin a new chat, or choose a model with"
          + " a larger context."),
  MODEL_REJECTED(
      ErrorKind.CONFIG,
      false,
      "(invalid|unsupported|unknown) model|model[ _]not[ _]found"
          + "|model .{0,80}(does not exist|not found|not supported)"
          + "|(malformed|invalid) config|unsupported (parameter|value)",
      "%s rejected the model's configuration. Check the model's name and settings."),
  SERVER_ERROR(
      ErrorKind.GENERIC,
      true,
      "^500\\b|server[ _]error",
      "%s had an unexpected error. Try again later."),
  UNKNOWN(
      ErrorKind.GENERIC,
      false,
      "",
      "%s failed unexpectedly. Try again, or check the settings of the model and its provider.");

  /// These say that the request itself is wrong, so that words like "timeout" in the explanation do
  /// not make it worth another try.
  private static final Set<Integer> BLAMES_THE_REQUEST = Set.of(400, 404, 405, 413, 422);

  final ErrorKind kind;
  final boolean retryable;
  private final Pattern words;
  private final String advice;

  /// @param advice what people are told; `%s` is the provider
  FailureRule(ErrorKind kind, boolean retryable, String words, String advice) {
    this.kind = kind;
    this.retryable = retryable;
    this.words = Pattern.compile(words, Pattern.CASE_INSENSITIVE);
    this.advice = advice;
  }

  static FailureRule of(OptionalInt status, String said) {
    return Stream.of(values()).filter(rule -> rule.fits(status, said)).findFirst().orElse(UNKNOWN);
  }

  boolean isSaidIn(String text) {
    return words.matcher(text).find();
  }

  String advice(String subject) {
    return advice.formatted(subject);
  }

  private boolean fits(OptionalInt status, String said) {
    if (status.isEmpty()) {
      return isSaidIn(said);
    }
    int code = status.getAsInt();
    boolean overruled = retryable && BLAMES_THE_REQUEST.contains(code);
    return !isLocal() && !overruled && isSaidIn(code + " " + said);
  }

  /// Our own ways to end a call; a provider that answers with a status did neither.
  private boolean isLocal() {
    return this == CANCELLED || this == DEADLINE;
  }
}
