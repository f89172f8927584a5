package dev.baton.server;

import dev.baton.agent.AgentConfig;
import dev.baton.agent.RetryPolicy;
import dev.baton.lease.LeaseConfig;
import dev.baton.lease.ReplicaProfile;
import dev.baton.parts.PartsConfig;
import dev.baton.postgres.DatabaseConfig;
import dev.baton.postgres.SecretBox;
import dev.baton.server.config.Experiment;
import dev.baton.server.config.Secret;
import dev.baton.server.config.ServerConfig;
import dev.baton.server.http.HttpSettings;
import dev.baton.server.websocket.StreamSettings;
import dev.baton.worker.WorkerConfig;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// The configuration, in the words of those it configures.
record CoreSettings(ServerConfig config) {

  DatabaseConfig database() {
    var database = config.database();
    return new DatabaseConfig(
        database.url().reveal(),
        database.poolSize(),
        database.connectTimeout(),
        database.statementTimeout(),
        database.lockTimeout(),
        database.idleInTransactionTimeout());
  }

  LeaseConfig lease() {
    var lease = config.lease();
    return new LeaseConfig(lease.ttl(), lease.renewEvery(), lease.margin());
  }

  WorkerConfig worker() {
    var worker = config.worker();
    return new WorkerConfig(worker.slots(), worker.pollEvery(), worker.drainGrace());
  }

  AgentConfig agent() {
    var worker = config.worker();
    return new AgentConfig(
        worker.maxSteps(),
        worker.maxOwnerDeaths(),
        worker.turnDeadline(),
        worker.requiresActionTimeout());
  }

  RetryPolicy retries() {
    var retry = config.model().retry();
    return new RetryPolicy(retry.maxFailures(), retry.firstDelay(), retry.maxDelay());
  }

  PartsConfig parts() {
    var bounds = PartsConfig.DEFAULT;
    return new PartsConfig(
        config.stream().episodeRetention(), bounds.outputChars(), bounds.episodeChars());
  }

  Optional<SecretBox> secrets() {
    return config.secrets().key().map(Secret::reveal).map(SecretBox::of);
  }

  HttpSettings http() {
    var http = config.http();
    return new HttpSettings(
        http.host(),
        http.port(),
        http.maxBodyBytes(),
        http.publicUrl(),
        config.experiments().stream()
            .map(Experiment::name)
            .map(name -> name.toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet()),
        config.auth().sessionTtl(),
        config.management().isApart());
  }

  StreamSettings sockets() {
    Duration pingEvery = config.stream().pingEvery();
    return new StreamSettings(pingEvery, pingEvery.multipliedBy(3));
  }

  ReplicaProfile profile() {
    return new ReplicaProfile(
        ProcessHandle.current().pid(),
        hostname(),
        config.http().publicUrl().map(URI::toString).orElse(httpAddress()),
        "",
        Version.TEXT,
        config.worker().slots());
  }

  private String httpAddress() {
    return "http://" + config.http().host() + ":" + config.http().port();
  }

  private static String hostname() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
