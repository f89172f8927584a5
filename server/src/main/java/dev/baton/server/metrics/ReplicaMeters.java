package dev.baton.server.metrics;

import dev.baton.lease.LeaseKeeper;
import dev.baton.parts.LocalParts;
import dev.baton.postgres.PgChatBus;
import dev.baton.stream.ChatFeeds;
import dev.baton.stream.ChatWatches;
import dev.baton.worker.Worker;

/// What the parts of a replica count themselves and are asked at a scrape.
public final class ReplicaMeters {

  private final Metrics metrics;

  public ReplicaMeters(Metrics metrics) {
    this.metrics = metrics;
  }

  /// A WebSocket was closed. Clients may do so with any code; only those of the protocol are told
  /// apart.
  public void closed(int code) {
    metrics
        .counter(
            "baton.websocket.closes",
            "WebSockets that were closed, by close code.",
            "code",
            1000 <= code && code <= 1015 ? String.valueOf(code) : "other")
        .increment();
  }

  public void ask(LeaseKeeper lease) {
    metrics.gauge(
        "baton.lease.age.seconds",
        "Since the last renewal of the lease that succeeded.",
        () -> lease.age().map(age -> age.toMillis() / 1e3).orElse(Double.NaN));
    metrics.gauge(
        "baton.lease.trusted", "Whether the lease is good.", () -> lease.isTrusted() ? 1 : 0);
  }

  public void ask(Worker worker) {
    metrics.gauge("baton.chats.here", "Chats that run in this replica.", worker::running);
  }

  public void ask(LocalParts parts) {
    metrics.counted(
        "baton.parts.produced", "Parts of answers that ran here.", parts, LocalParts::added);
  }

  public void ask(PgChatBus bus) {
    var sent = "Hints sent to other replicas.";
    metrics.counted("baton.hints.sent", sent, bus, PgChatBus::sentHints);
    var received = "Hints of other replicas that were heard.";
    metrics.counted("baton.hints.received", received, bus, PgChatBus::receivedHints);
    var dropped = "Hints that could not be sent.";
    metrics.counted("baton.hints.dropped", dropped, bus, PgChatBus::droppedHints);
    metrics.gauge(
        "baton.hints.heard", "Whether hints come through.", () -> bus.isListening() ? 1 : 0);
  }

  public void ask(ChatFeeds feeds, ChatWatches watches) {
    var watchers = "Open streams, by what they show.";
    metrics.gauge("baton.watchers", watchers, feeds::watchers, "of", "chat");
    metrics.gauge("baton.watchers", watchers, watches::watchers, "of", "list");
    metrics.counted(
        "baton.parts.sent",
        "Parts sent to watchers, to each by itself.",
        feeds,
        ChatFeeds::sentParts);
    metrics.counted(
        "baton.hints.lost",
        "Changes of watched chats that only a comparison found.",
        feeds,
        ChatFeeds::lostHints);
  }
}
