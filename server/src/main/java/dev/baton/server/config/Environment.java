package dev.baton.server.config;

import dev.baton.server.config.ConfigException.UnknownKey;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// `BATON_LEASE_TTL` for `lease.ttl`, and the few variables with names of their own. An empty
/// variable is not set.
public final class Environment {

  /// Variables for the launcher and between `up` and its replicas; they configure nothing here.
  private static final Set<String> NOT_SETTINGS =
      Set.of("BATON_HOME", "BATON_JAVA_OPTS", "BATON_SUPERVISED");

  // Kubernetes gives every pod such variables for each service, one called "baton" included.
  private static final Pattern SERVICE_LINK =
      Pattern.compile(
          "BATON_(.*_)?(SERVICE_(HOST|PORT(_.*)?)|PORT_\\d+_(TCP|UDP|SCTP)(_.*)?)=.*"
              + "|BATON_(.*_)?PORT=(tcp|udp|sctp)://.*",
          Pattern.DOTALL);

  private static final Map<String, String> OWN_NAMES =
      Map.of(
          "OTEL_EXPORTER_OTLP_ENDPOINT", "telemetry.otlp-endpoint",
          "OPENAI_API_KEY", "providers.openai-api-key",
          "OPENAI_BASE_URL", "providers.openai-base-url",
          "ANTHROPIC_API_KEY", "providers.anthropic-api-key",
          "ANTHROPIC_BASE_URL", "providers.anthropic-base-url",
          "BATON_ADMIN_TOKEN", "auth.admin-token",
          "BATON_SIGN_IN_SECRET", "auth.sign-in-secret");

  private Environment() {}

  /// The variable that sets a key.
  public static String variable(String key) {
    return "BATON_" + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  /// @throws UnknownKey at a `BATON_…` variable that sets nothing
  static Settings read(Map<String, String> environment, Schema schema) {
    Map<String, String> keys = new LinkedHashMap<>(OWN_NAMES);
    schema.keys().forEach(key -> keys.put(variable(key), key));
    rejectUnknown(environment, keys);
    var settings = new Settings();
    keys.forEach((variable, key) -> {
      var text = environment.getOrDefault(variable, "").strip();
      if (!text.isEmpty()) {
        settings.put(key, text, variable);
      }
    });
    return settings;
  }

  private static void rejectUnknown(Map<String, String> environment, Map<String, String> keys) {
    environment.forEach((variable, text) -> {
      if (variable.startsWith("BATON_")
          && !keys.containsKey(variable)
          && !NOT_SETTINGS.contains(variable)
          && !SERVICE_LINK.matcher(variable + "=" + text).matches()) {
        var nearest = Nearest.to(variable, keys.keySet());
        throw new UnknownKey("environment", "variable " + variable, nearest);
      }
    });
  }
}
