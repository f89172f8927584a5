package dev.baton.model.scripted;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/// How a step goes wrong.
///
/// @param afterChunks how much is said before; empty = all of it
/// @param times the attempts that it befalls; empty = each one
record Trouble(What what, OptionalLong afterChunks, OptionalLong times) {

  sealed interface What {

    /// The provider reports an error; without a status it does so in the middle of its answer.
    record Fail(OptionalInt status, String body, Optional<Duration> retryAfter) implements What {}

    /// The answer ends without its end mark.
    record Cut() implements What {}

    /// Nothing more comes until the call is cancelled.
    record Stall() implements What {}
  }

  private static final Set<String> WHEN = Set.of("after_chunks", "times");
  private static final Set<String> FAIL =
      Set.of("status", "message", "type", "code", "retry_after_ms", "after_chunks", "times");

  boolean befalls(int attempt) {
    return times.isEmpty() || attempt <= times.getAsLong();
  }

  static Optional<Trouble> of(Keys step) {
    var named = Stream.of("fail", "cut", "stall").filter(step::has).toList();
    if (named.size() > 1) {
      throw new MalformedScript(step.path(), "must have only one of fail, cut and stall");
    }
    return named.stream()
        .findFirst()
        .filter(name -> !step.node(name).isBoolean() || step.flag(name))
        .map(name ->
            switch (name) {
              case "fail" -> fail(step);
              case "cut" -> of(step, name, new What.Cut());
              default -> of(step, name, new What.Stall());
            });
  }

  /// A failure comes before anything is said, unless it is told otherwise.
  private static Trouble fail(Keys step) {
    var keys = step.object("fail").orElseThrow().only(FAIL);
    var status = keys.number("status", 400, 599);
    ObjectNode body = keys.object().deepCopy();
    body.remove(Set.of("status", "retry_after_ms", "after_chunks", "times"));
    body.put("message", keys.text("message").orElse("scripted failure"));
    return new Trouble(
        new What.Fail(
            status.isPresent() ? OptionalInt.of((int) status.getAsLong()) : OptionalInt.empty(),
            body.toString(),
            keys.millis("retry_after_ms")),
        OptionalLong.of(chunks(keys).orElse(0)),
        times(keys));
  }

  private static Trouble of(Keys step, String name, What what) {
    if (step.node(name).isBoolean()) {
      return new Trouble(what, OptionalLong.empty(), OptionalLong.empty());
    }
    var keys = step.object(name).orElseThrow().only(WHEN);
    return new Trouble(what, chunks(keys), times(keys));
  }

  private static OptionalLong chunks(Keys keys) {
    return keys.number("after_chunks", 0, Integer.MAX_VALUE);
  }

  private static OptionalLong times(Keys keys) {
    return keys.number("times", 1, Integer.MAX_VALUE);
  }
}
