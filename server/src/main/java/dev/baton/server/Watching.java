package dev.baton.server;

import dev.baton.relay.LocalOnly;
import dev.baton.server.websocket.AccessGuard;
import dev.baton.server.websocket.StreamRoutes;
import dev.baton.stream.ChatFeeds;
import dev.baton.stream.ChatWatches;
import dev.baton.stream.CloseCode;
import dev.baton.time.Scheduler;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;

/// Who watches: the feeds of watched chats, the lists of chats, and whether each watcher still may.
final class Watching {

  /// Over how long watchers are sent away, so that they do not all come back in one moment.
  private static final Duration FAREWELL = Duration.ofSeconds(1);

  final ChatFeeds feeds;
  final ChatWatches watches;
  private final AccessGuard access;

  final StreamRoutes routes;

  Watching(
      Vertx vertx,
      CoreSettings settings,
      Storage storage,
      Execution execution,
      Observation observation,
      Scheduler scheduler) {
    var loops = ChatFeeds.loopsOf(vertx);
    feeds =
        new ChatFeeds(
            observation.streams(storage.streams),
            new LocalOnly(execution.parts, execution::isOwn),
            storage.bus,
            scheduler,
            loops);
    watches = new ChatWatches(storage.chats, storage.bus, scheduler, loops);
    access = new AccessGuard(storage.accounts, scheduler);
    routes =
        new StreamRoutes(
            storage.chats,
            feeds,
            watches,
            access,
            scheduler,
            settings.config().stream(),
            settings.config().limits(),
            observation::webSocketClosed);
  }

  void start() {
    feeds.start();
    watches.start();
    access.start();
  }

  int watchers() {
    return feeds.watchers() + watches.watchers();
  }

  /// Sends all watchers to another replica.
  Future<?> sayGoodbye() {
    String reason = "this replica restarts";
    return Future.join(
        feeds.closeAll(CloseCode.RESTARTING, reason, FAREWELL),
        watches.closeAll(CloseCode.RESTARTING, reason, FAREWELL));
  }

  void stop() {
    access.stop();
    feeds.stop();
    watches.stop();
  }
}
