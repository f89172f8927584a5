package dev.baton.server.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Everything that can be set, checked.
public record ServerConfig(
    HttpConfig http,
    ManagementConfig management,
    RelayConfig relay,
    DatabaseConfig database,
    LeaseConfig lease,
    WorkerConfig worker,
    ModelConfig model,
    StreamConfig stream,
    AuthConfig auth,
    SecretsConfig secrets,
    ClusterConfig cluster,
    ProviderPresets providers,
    List<Experiment> experiments,
    LogConfig log) {

  public static final ServerConfig DEFAULTS =
      new ServerConfig(
          HttpConfig.DEFAULTS,
          ManagementConfig.DEFAULTS,
          RelayConfig.DEFAULTS,
          DatabaseConfig.DEFAULTS,
          LeaseConfig.DEFAULTS,
          WorkerConfig.DEFAULTS,
          ModelConfig.DEFAULTS,
          StreamConfig.DEFAULTS,
          AuthConfig.DEFAULTS,
          SecretsConfig.DEFAULTS,
          ClusterConfig.DEFAULTS,
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
