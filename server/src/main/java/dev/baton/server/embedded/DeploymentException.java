package dev.baton.server.embedded;

import java.nio.file.Path;

/// The deployment cannot be started or kept up. The message is for the person at the terminal and
/// says what to do.
public abstract sealed class DeploymentException extends RuntimeException {

  private DeploymentException(String message) {
    super(message);
  }

  private DeploymentException(String message, Throwable cause) {
    super(message, cause);
  }

  /// Another `up` lives on this data directory.
  public static final class DirectoryInUse extends DeploymentException {
    DirectoryInUse(Path directory, String holder) {
      super(
          "%s is in use by another `baton up` (pid %s); stop it, or choose another --data DIR"
              .formatted(directory, holder));
    }
  }

  /// The data directory cannot be written.
  public static final class DirectoryUnusable extends DeploymentException {
    DirectoryUnusable(Path directory, Throwable cause) {
      super("cannot use %s as data directory: %s".formatted(directory, cause), cause);
    }
  }

  /// There is no PostgreSQL for this machine among the dependencies.
  public static final class NoDatabaseHere extends DeploymentException {
    NoDatabaseHere(String platform) {
      super(
          "there is no embedded PostgreSQL for %s; start one yourself and run `baton server`"
              .formatted(platform));
    }
  }

  /// PostgreSQL did not do what it was told.
  public static final class DatabaseFailed extends DeploymentException {
    DatabaseFailed(String doing, Path log) {
      super("PostgreSQL failed to %s; the end of %s:%n%s".formatted(doing, log, LogFile.tail(log)));
    }
  }

  /// A replica cannot listen where it should; most likely another program does.
  public static final class PortInUse extends DeploymentException {
    PortInUse(String host, int port, Throwable cause) {
      super(
          "cannot listen on %s:%d (%s); choose another --port"
              .formatted(host, port, cause.getMessage()),
          cause);
    }
  }

  /// A replica did not become ready.
  public static final class ReplicaFailed extends DeploymentException {
    ReplicaFailed(ReplicaProcess replica, String what) {
      super(
          "%s %s; the end of %s:%n%s"
              .formatted(replica, what, replica.log(), LogFile.tail(replica.log())));
    }
  }
}
