package dev.baton.server.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// How each type is written: `8080`, `8MiB`, `250ms`, `a, b`.
final class Values {

  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");
  private static final Pattern BYTES = Pattern.compile("(\\d{1,10})(|KiB|MiB|GiB)");
  private static final List<String> UNITS_LONGEST_FIRST = List.of("d", "h", "m", "s");
  private static final Set<Class<?>> RECORDS = Set.of(Secret.class, DatabaseUrl.class);

  private Values() {}

  /// Whether this record type is one value and not a section of values.
  static boolean isValue(Class<?> recordType) {
    return RECORDS.contains(recordType);
  }

  /// @param key tells a size (`…-bytes`) from a number
  /// @throws Check.Refusal when the text does not say such a value
  static Object parse(String key, Type type, String text) {
    if (type instanceof ParameterizedType generic) {
      var element = generic.getActualTypeArguments()[0];
      return generic.getRawType() == Optional.class
          ? Optional.of(parse(key, element, text))
          : elements(text).map(item -> parse(key, element, item)).toList();
    }
    return parse(key, (Class<?>) type, text);
  }

  private static Object parse(String key, Class<?> type, String text) {
    if (type.isEnum()) {
      return constant(key, type, text);
    } else if (type == int.class) {
      return key.endsWith("-bytes") ? bytes(key, text) : number(key, text);
    } else if (type == Duration.class) {
      return duration(key, text);
    } else if (type == Secret.class) {
      return new Secret(text);
    } else if (type == DatabaseUrl.class) {
      return databaseUrl(key, text);
    } else if (type == URI.class) {
      return uri(key, text);
    } else if (type == String.class) {
      return text;
    }
    throw new IllegalStateException(key + " has a type that cannot be written: " + type);
  }

  /// A value as it would be written.
  static String written(Object value) {
    return switch (value) {
      case Duration duration -> written(duration);
      case String text -> '"' + text + '"';
      default -> value.toString();
    };
  }

  private static String written(Duration duration) {
    if (duration.isZero()) {
      return "0";
    }
    var unit =
        UNITS_LONGEST_FIRST.stream()
            .filter(name -> duration.toMillis() % timeUnit(name).toMillis() == 0)
            .findFirst()
            .orElse("ms");
    return duration.dividedBy(timeUnit(unit)) + unit;
  }

  private static int number(String key, String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw refused(key, text, "a whole number");
    }
  }

  private static int bytes(String key, String text) {
    var match = BYTES.matcher(text);
    var bytes = match.matches() ? Long.parseLong(match.group(1)) * byteUnit(match.group(2)) : -1;
    if (bytes < 0 || bytes > Integer.MAX_VALUE) {
      throw refused(key, text, "a number of bytes such as 65536, 64KiB or 8MiB");
    }
    return (int) bytes;
  }

  private static Duration duration(String key, String text) {
    var match = DURATION.matcher(text);
    if (match.matches()) {
      return timeUnit(match.group(2)).multipliedBy(Long.parseLong(match.group(1)));
    } else if (text.equals("0")) {
      return Duration.ZERO;
    }
    throw refused(key, text, "a duration such as 250ms, 5s, 15m, 12h or 30d");
  }

  private static Duration timeUnit(String name) {
    return switch (name) {
      case "ms" -> Duration.ofMillis(1);
      case "s" -> Duration.ofSeconds(1);
      case "m" -> Duration.ofMinutes(1);
      case "h" -> Duration.ofHours(1);
      default -> Duration.ofDays(1);
    };
  }

  private static long byteUnit(String name) {
    return switch (name) {
      case "KiB" -> 1L << 10;
      case "MiB" -> 1L << 20;
      case "GiB" -> 1L << 30;
      default -> 1;
    };
  }

  private static DatabaseUrl databaseUrl(String key, String text) {
    try {
      return DatabaseUrl.parse(text);
    } catch (IllegalArgumentException e) {
      throw new Check.Refusal(key, Secret.HIDDEN, DatabaseUrl.SHAPE);
    }
  }

  private static URI uri(String key, String text) {
    try {
      return URI.create(text);
    } catch (IllegalArgumentException e) {
      throw refused(key, text, "a URL");
    }
  }

  private static Object constant(String key, Class<?> type, String text) {
    var constants = Arrays.asList(type.getEnumConstants());
    return constants.stream()
        .filter(constant -> lowerCase(constant).equals(text))
        .findFirst()
        .orElseThrow(() ->
            refused(
                key,
                text,
                constants.stream().map(Values::lowerCase).collect(Collectors.joining(", "))));
  }

  private static String lowerCase(Object constant) {
    return constant.toString().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Stream<String> elements(String text) {
    return Arrays.stream(text.replaceAll("^\\[|]$", "").split(","))
        .map(String::strip)
        .filter(item -> !item.isEmpty());
  }

  private static Check.Refusal refused(String key, String found, String allowed) {
    return new Check.Refusal(key, written(found), allowed);
  }
}
