package dev.baton.model;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/// The kinds of providers. This is the one place that names them.
public enum ProviderType {
  OPENAI("openai"),
  /// May be configured, but this version does not call it yet.
  ANTHROPIC("anthropic"),
  /// Any server that speaks Chat Completions.
  OPENAI_COMPAT("openai-compat"),
  /// Plays what a script says.
  SCRIPTED("scripted");

  private final String wireName;

  ProviderType(String wireName) {
    this.wireName = wireName;
  }

  public String wireName() {
    return wireName;
  }

  public static Optional<ProviderType> ofWireName(String name) {
    return Arrays.stream(values()).filter(type -> type.wireName.equals(name)).findFirst();
  }

  /// All of them, for messages.
  public static String wireNames() {
    return Arrays.stream(values()).map(ProviderType::wireName).collect(Collectors.joining(", "));
  }

  /// Whether this version can call it.
  public boolean isSpoken() {
    return this != ANTHROPIC;
  }

  /// A compatible server may well do without one.
  public boolean needsApiKey() {
    return this == OPENAI || this == ANTHROPIC;
  }

  /// Whether nobody but its admin knows where it is.
  public boolean needsBaseUrl() {
    return this == OPENAI_COMPAT;
  }

  @Override
  public String toString() {
    return wireName;
  }
}
