package dev.baton.model.scripted;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/// An object of a script, read key by key. Whatever is wrong is named by its path.
record Keys(String path, JsonNode object) {

  private static final long MAX_MILLIS = Duration.ofDays(1).toMillis();

  Keys {
    if (!object.isObject()) {
      throw new MalformedScript(path, "must be an object");
    }
  }

  Keys only(Set<String> known) {
    object
        .fieldNames()
        .forEachRemaining(name -> {
          if (!known.contains(name)) {
            throw new MalformedScript(path(name), "is not a key of a script");
          }
        });
    return this;
  }

  boolean has(String key) {
    return object.hasNonNull(key);
  }

  JsonNode node(String key) {
    return object.path(key);
  }

  Optional<String> text(String key) {
    return value(key, JsonNode::isTextual, "must be a text").map(JsonNode::asText);
  }

  boolean flag(String key) {
    return value(key, JsonNode::isBoolean, "must be true or false")
        .map(JsonNode::asBoolean)
        .orElse(false);
  }

  OptionalLong number(String key, long min, long max) {
    return value(
            key,
            node -> node.isIntegralNumber() && node.asLong() >= min && node.asLong() <= max,
            "must be a whole number from " + min + " to " + max)
        .map(node -> OptionalLong.of(node.asLong()))
        .orElse(OptionalLong.empty());
  }

  Optional<Duration> millis(String key) {
    var millis = number(key, 0, MAX_MILLIS);
    return millis.isPresent()
        ? Optional.of(Duration.ofMillis(millis.getAsLong()))
        : Optional.empty();
  }

  Optional<Keys> object(String key) {
    return has(key) ? Optional.of(new Keys(path(key), node(key))) : Optional.empty();
  }

  List<Keys> objects(String key) {
    return has(key) ? list(key, Keys::new) : List.of();
  }

  <T> List<T> list(String key, BiFunction<String, JsonNode, T> read) {
    return list(path(key), node(key), read);
  }

  static <T> List<T> list(String path, JsonNode list, BiFunction<String, JsonNode, T> read) {
    if (!list.isArray()) {
      throw new MalformedScript(path, "must be a list");
    }
    return IntStream.range(0, list.size())
        .mapToObj(i -> read.apply(path + "[" + i + "]", list.get(i)))
        .toList();
  }

  String path(String key) {
    return path + "." + key;
  }

  private Optional<JsonNode> value(String key, Predicate<JsonNode> fits, String mustBe) {
    if (!has(key)) {
      return Optional.empty();
    }
    if (!fits.test(node(key))) {
      throw new MalformedScript(path(key), mustBe);
    }
    return Optional.of(node(key));
  }
}
