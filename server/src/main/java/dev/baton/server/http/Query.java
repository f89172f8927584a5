package dev.baton.server.http;

import dev.baton.json.CleanText;
import io.vertx.core.MultiMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// The query of a request. What is wrong with it is collected, and told by [#finish].
public final class Query {

  private final MultiMap values;
  private final Validation validation = new Validation();

  Query(MultiMap values) {
    this.values = values;
    for (var value : values) {
      if (!CleanText.isClean(value.getKey() + value.getValue())) {
        validation.reject(CleanText.clean(value.getKey()), "has a NUL character.");
      }
    }
  }

  public boolean has(String name) {
    return values.contains(name);
  }

  public Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name)).filter(value -> !value.isEmpty());
  }

  public OptionalLong number(String name, long from, long to) {
    String text = values.get(name);
    if (text == null) {
      return OptionalLong.empty();
    }
    var number = Ids.int64(text);
    if (number.isEmpty()) {
      validation.reject(name, "invalid syntax, an integer is expected.");
    } else if (number.getAsLong() < from || number.getAsLong() > to) {
      validation.reject(name, "must be between " + from + " and " + to + ".");
    }
    return number;
  }

  int limit() {
    return (int) number("limit", 1, 200).orElse(50);
  }

  Optional<Boolean> flag(String name) {
    return text(name)
        .map(text -> {
          if (!text.equals("true") && !text.equals("false")) {
            validation.reject(name, "must be true or false.");
          }
          return text.equals("true");
        });
  }

  /// Repeatable `name=key:value`.
  Map<String, String> pairs(String name) {
    var pairs = new HashMap<String, String>();
    List<String> all = values.getAll(name);
    for (String pair : all) {
      int colon = pair.indexOf(':');
      if (colon < 1) {
        validation.reject(name, "must be key:value.");
      } else {
        pairs.put(pair.substring(0, colon), pair.substring(colon + 1));
      }
    }
    return Map.copyOf(pairs);
  }

  public void reject(String name, String detail) {
    validation.reject(name, detail);
  }

  /// To be called once everything was looked at.
  ///
  /// @throws Rejection if anything is wrong
  public void finish() {
    validation.finish();
  }
}
