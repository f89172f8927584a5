package dev.baton.server.config;

import dev.baton.agent.AgentConfig;
import dev.baton.lease.LeaseConfig;
import dev.baton.parts.PartsConfig;
import dev.baton.server.websocket.StreamSettings;
import dev.baton.store.AdmissionConfig;
import dev.baton.worker.WorkerConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Everything that can be set, checked.
public record ServerConfig(
    HttpConfig http,
    ManagementConfig management,
    DatabaseConfig database,
    LeaseConfig lease,
    WorkerConfig worker,
    AdmissionConfig admission,
    AgentConfig agent,
    ModelConfig model,
    PartsConfig parts,
    StreamSettings stream,
    AuthConfig auth,
    SecretsConfig secrets,
    ProviderPresets providers,
    List<Experiment> experiments,
    LogConfig log) {

  public static final ServerConfig DEFAULTS =
      new ServerConfig(
          HttpConfig.DEFAULTS,
          ManagementConfig.DEFAULTS,
          DatabaseConfig.DEFAULTS,
          LeaseConfig.DEFAULTS,
          WorkerConfig.DEFAULTS,
          AdmissionConfig.DEFAULTS,
          AgentConfig.DEFAULTS,
          ModelConfig.DEFAULTS,
          PartsConfig.DEFAULTS,
          StreamSettings.DEFAULTS,
          AuthConfig.DEFAULTS,
          SecretsConfig.DEFAULTS,
          ProviderPresets.DEFAULTS,
          List.of(Experiment.AGENTS),
          LogConfig.DEFAULTS);

  public ServerConfig {
    experiments = List.copyOf(experiments);
  }

  /// The defaults, overridden by the file, overridden by the environment.
  ///
  /// @throws ConfigException at the first key or value that is wrong
  public static ServerConfig load(Optional<Path> file, Map<String, String> environment) {
    var schema = Schema.of(DEFAULTS);
    var settings = new Settings();
    file.ifPresent(path -> settings.addAll(YamlFile.read(path, schema)));
    settings.addAll(Environment.read(environment, schema));
    return (ServerConfig) schema.fill(settings);
  }
}
