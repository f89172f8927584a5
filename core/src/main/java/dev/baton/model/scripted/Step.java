package dev.baton.model.scripted;

import dev.baton.chat.Usage;
import dev.baton.model.ModelEvent.FinishReason;
import dev.baton.model.ModelEvent.Source;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What one call answers: reasoning, then text, then sources, then tool calls, any of them empty.
///
/// @param stamping whether each chunk of the text begins with the time at which it is said
/// @param reason empty = what follows from the calls
/// @param usage empty = estimated from what was said
record Step(
    Pace pace,
    String reasoning,
    String text,
    boolean stamping,
    List<Source> sources,
    List<Call> calls,
    Optional<FinishReason> reason,
    Optional<Usage> usage,
    Optional<Trouble> trouble) {

  /// @param args the arguments' text, which need not be JSON
  record Call(String name, String args) {}

  static final Set<String> KEYS =
      Stream.concat(
              Pace.KEYS.stream(),
              Stream.of(
                  "reasoning",
                  "text",
                  "repeat",
                  "stamp",
                  "sources",
                  "tool_calls",
                  "finish_reason",
                  "usage",
                  "fail",
                  "cut",
                  "stall"))
          .collect(Collectors.toSet());

  private static final Set<String> USAGE_KEYS =
      Set.of(
          "input_tokens",
          "output_tokens",
          "total_tokens",
          "reasoning_tokens",
          "cache_creation_tokens",
          "cache_read_tokens",
          "context_limit");

  private static final int MAX_CHARS = 16 << 20;

  static Step saying(String text, Pace pace) {
    return new Step(
        pace,
        "",
        text,
        false,
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  static Step of(Keys keys, Pace pace) {
    keys.only(KEYS);
    return new Step(
        pace.overriddenBy(keys),
        keys.text("reasoning").orElse(""),
        repeated(keys),
        keys.flag("stamp"),
        keys.objects("sources").stream().map(Step::source).toList(),
        keys.objects("tool_calls").stream().map(Step::call).toList(),
        keys.text("finish_reason").map(name -> reason(keys, name)),
        keys.object("usage").map(Step::usage),
        Trouble.of(keys));
  }

  private static String repeated(Keys keys) {
    var text = keys.text("text").orElse("");
    int most = text.isEmpty() ? MAX_CHARS : Math.max(1, MAX_CHARS / text.length());
    return text.repeat((int) keys.number("repeat", 0, most).orElse(1));
  }

  private static Source source(Keys keys) {
    keys.only(Set.of("url", "title"));
    return new Source(keys.text("url").orElse(""), keys.text("title").orElse(""));
  }

  private static Call call(Keys keys) {
    keys.only(Set.of("name", "args", "args_text"));
    var name =
        keys.text("name").orElseThrow(() -> new MalformedScript(keys.path("name"), "is missing"));
    var json = keys.has("args") ? keys.node("args").toString() : "{}";
    return new Call(name, keys.text("args_text").orElse(json));
  }

  private static FinishReason reason(Keys keys, String name) {
    return Stream.of(FinishReason.values())
        .filter(reason -> wireName(reason).equals(name))
        .findFirst()
        .orElseThrow(
            () -> new MalformedScript(keys.path("finish_reason"), "must be one of " + names()));
  }

  private static String names() {
    return Stream.of(FinishReason.values()).map(Step::wireName).collect(Collectors.joining(", "));
  }

  private static String wireName(FinishReason reason) {
    return reason.name().toLowerCase(Locale.ROOT);
  }

  private static Usage usage(Keys keys) {
    keys.only(USAGE_KEYS);
    return new Usage(
        tokens(keys, "input_tokens"),
        tokens(keys, "output_tokens"),
        tokens(keys, "total_tokens"),
        tokens(keys, "reasoning_tokens"),
        tokens(keys, "cache_creation_tokens"),
        tokens(keys, "cache_read_tokens"),
        tokens(keys, "context_limit"));
  }

  private static OptionalLong tokens(Keys keys, String key) {
    return keys.number(key, 0, Integer.MAX_VALUE);
  }
}
