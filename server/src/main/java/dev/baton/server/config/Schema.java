package dev.baton.server.config;

import dev.baton.server.config.ConfigException.Unusable;
import dev.baton.server.config.ConfigException.WrongValue;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// The keys that exist and their defaults, read off a tree of records, and the way back: the same
/// tree with some values replaced.
final class Schema {

  private final Record defaults;
  private final Map<String, Object> defaultsByKey = new LinkedHashMap<>();

  private Schema(Record defaults) {
    this.defaults = defaults;
    collect("", defaults);
  }

  static Schema of(Record defaults) {
    return new Schema(defaults);
  }

  /// In the order of the records.
  Set<String> keys() {
    return defaultsByKey.keySet();
  }

  /// The known key that is written most like this one.
  String nearest(String key) {
    return Nearest.to(key, keys());
  }

  /// @throws ConfigException at the first value that is wrong
  Record fill(Settings settings) {
    return fill("", defaults, settings);
  }

  private void collect(String prefix, Record section) {
    for (var component : section.getClass().getRecordComponents()) {
      var key = prefix + dashed(component.getName());
      var value = valueOf(component, section);
      if (isSection(component)) {
        collect(key + ".", (Record) value);
      } else {
        defaultsByKey.put(key, value);
      }
    }
  }

  private Record fill(String prefix, Record section, Settings settings) {
    List<Object> values = new ArrayList<>();
    for (var component : section.getClass().getRecordComponents()) {
      var key = prefix + dashed(component.getName());
      var value = valueOf(component, section);
      values.add(
          isSection(component)
              ? fill(key + ".", (Record) value, settings)
              : parsed(key, component, value, settings));
    }
    try {
      return construct(section.getClass(), values);
    } catch (Check.Refusal refusal) {
      var key = prefix + refusal.key;
      throw new WrongValue(key, settings.origin(key), refusal.found, refusal.allowed);
    }
  }

  private static Object parsed(
      String key, RecordComponent component, Object fallback, Settings settings) {
    var setting = settings.find(key);
    if (setting.isEmpty()) {
      return fallback;
    }
    try {
      return Values.parse(key, component.getGenericType(), setting.get().text());
    } catch (Check.Refusal refusal) {
      throw new WrongValue(key, setting.get().origin(), refusal.found, refusal.allowed);
    }
  }

  private static boolean isSection(RecordComponent component) {
    return component.getType().isRecord() && !Values.isValue(component.getType());
  }

  private static String dashed(String name) {
    return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  private static Object valueOf(RecordComponent component, Record section) {
    try {
      return component.getAccessor().invoke(section);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("read " + component, e);
    }
  }

  private static Record construct(Class<? extends Record> type, List<Object> values) {
    var types =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      return type.getDeclaredConstructor(types).newInstance(values.toArray());
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Check.Refusal refusal) {
        throw refusal;
      }
      if (e.getCause() instanceof IllegalArgumentException refusal) {
        throw new Unusable(String.valueOf(refusal.getMessage()));
      }
      throw new LinkageError("construct " + type, e);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("construct " + type, e);
    }
  }
}
