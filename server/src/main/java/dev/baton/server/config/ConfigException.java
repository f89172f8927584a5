package dev.baton.server.config;

/// The configuration is wrong, and the process must not start. The message is one line, complete,
/// and shows no secret.
public abstract sealed class ConfigException extends RuntimeException {

  private ConfigException(String message) {
    super(message);
  }

  /// A key or variable that does not exist.
  public static final class UnknownKey extends ConfigException {
    UnknownKey(String origin, String key, String nearest) {
      super(origin + ": unknown " + key + "; did you mean " + nearest + "?");
    }
  }

  /// A value of the wrong type, or one that is not allowed.
  public static final class WrongValue extends ConfigException {
    WrongValue(String key, String origin, String found, String allowed) {
      super(key + " (" + origin + ") is " + found + "; allowed: " + allowed);
    }
  }

  /// A section whose values do not go together, or one of them is out of bounds.
  public static final class Unusable extends ConfigException {
    Unusable(String reason) {
      super(reason);
    }
  }

  /// A configuration file that is missing or is not YAML.
  public static final class Unreadable extends ConfigException {
    Unreadable(String file, String reason) {
      super(file + ": " + reason);
    }
  }
}
