package dev.baton.server;

import dev.baton.lease.ReplicaProfile;
import dev.baton.postgres.DatabaseConfig;
import dev.baton.postgres.SecretBox;
import dev.baton.server.config.Experiment;
import dev.baton.server.config.Secret;
import dev.baton.server.config.ServerConfig;
import dev.baton.server.http.HttpSettings;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
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
        database.poolQueue(),
        database.connectTimeout(),
        database.statementTimeout(),
        database.lockTimeout(),
        database.idleInTransactionTimeout());
  }

  Optional<SecretBox> secrets() {
    var previous = config.secrets().previousKeys().stream().map(Secret::reveal).toList();
    return config.secrets().key().map(key -> SecretBox.of(key.reveal(), previous));
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
        config.management().isApart(),
        config.limits());
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
