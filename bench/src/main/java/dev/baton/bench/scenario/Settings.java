package dev.baton.bench.scenario;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What was asked for. What is empty is left to the scenario.
///
/// @param urls of the replicas; none = a deployment of our own, with one replica
/// @param token an administrator's; must be there if urls are
/// @param databaseUrl of a deployment that is not ours, with `pg_stat_statements` in it
/// @param watchers a chat
/// @param rate parts a second and chat
/// @param chars a part
/// @param rounds in which we and the raw limit take turns
/// @param raw whether to measure the raw limit where no goal needs it
public record Settings(
    List<URI> urls,
    Optional<String> token,
    Optional<String> databaseUrl,
    Optional<Integer> chats,
    Optional<Integer> watchers,
    Optional<Integer> rate,
    Optional<Integer> chars,
    Optional<Duration> warmUp,
    Optional<Duration> duration,
    Optional<Integer> rounds,
    Comparison raw) {

  public enum Comparison {
    WITH_RAW,
    ALONE
  }
}
