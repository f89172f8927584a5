package dev.baton.server.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Values as they were written, by key, each with the place it was written in.
final class Settings {

  private final Map<String, Setting> byKey = new LinkedHashMap<>();

  /// @param origin the file or the variable, for messages
  record Setting(String text, String origin) {}

  void put(String key, String text, String origin) {
    byKey.put(key, new Setting(text, origin));
  }

  void addAll(Settings stronger) {
    byKey.putAll(stronger.byKey);
  }

  Optional<Setting> find(String key) {
    return Optional.ofNullable(byKey.get(key));
  }

  String origin(String key) {
    return find(key).map(Setting::origin).orElse("the default");
  }
}
