package dev.baton.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.chat.Usage;
import dev.baton.json.Json;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// What a model costs, by the kind of token, in dollars a million: the `cost` object of a model's
/// settings. A dollar a million tokens is a millionth of a dollar each, so prices multiply tokens
/// to micro-dollars as they are.
public final class Price {

  private final JsonNode cost;

  private Price(JsonNode cost) {
    this.cost = cost;
  }

  /// @param settings the `model_config` object as JSON text
  public static Price of(String settings) {
    return new Price(Json.parse(settings).path("cost"));
  }

  /// The usage, and what it costs, rounded up; without a cost if one of the kinds used has no
  /// price, which is not the same as being free. What the model thought is among its output.
  public Usage price(Usage usage) {
    List<Used> used =
        Stream.of(
                new Used("input", usage.inputTokens()),
                new Used("output", usage.outputTokens()),
                new Used("cache_read", usage.cacheReadTokens()),
                new Used("cache_write", usage.cacheCreationTokens()))
            .filter(kind -> kind.count() > 0)
            .toList();
    boolean priced = !used.isEmpty() && used.stream().allMatch(this::hasPrice);
    return priced ? usage.costing(micros(used)) : usage;
  }

  private boolean hasPrice(Used kind) {
    return cost.path(kind.name()).isNumber();
  }

  private OptionalLong micros(List<Used> used) {
    var exact =
        used.stream()
            .map(kind -> price(kind).multiply(BigDecimal.valueOf(kind.count())))
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    return OptionalLong.of(exact.setScale(0, RoundingMode.CEILING).longValue());
  }

  private BigDecimal price(Used kind) {
    return cost.get(kind.name()).decimalValue();
  }

  private record Used(String name, OptionalLong tokens) {
    long count() {
      return tokens.orElse(0);
    }
  }
}
