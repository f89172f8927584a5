package dev.baton.server.embedded;

import dev.baton.server.config.ServerConfig;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.IntStream;

/// What `up` was asked for.
///
/// @param port of the first replica; the others count on from it
/// @param configFile for the replicas, which read it themselves
/// @param config the same settings, as this process sees them
/// @param restart whether a replica that ends is started again
public record DeploymentPlan(
    Path data,
    int replicas,
    int port,
    Optional<Path> configFile,
    ServerConfig config,
    boolean restart) {

  private static final int LEAST_CONNECTIONS = 300;

  /// Beside the pool, a replica keeps a connection each for its lease, its hints and migrations.
  private static final int CONNECTIONS_BESIDE_THE_POOL = 4;

  /// The public port of each replica.
  IntStream ports() {
    return IntStream.range(port, port + replicas);
  }

  int maxConnections() {
    var each = config.database().poolSize() + CONNECTIONS_BESIDE_THE_POOL;
    return Math.max(LEAST_CONNECTIONS, (replicas + 1) * each);
  }
}
