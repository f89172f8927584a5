package dev.baton.server.websocket;

import dev.baton.chat.ChatId;
import dev.baton.server.http.Call;
import dev.baton.server.http.Limits;
import dev.baton.server.http.Places;
import dev.baton.server.http.Problem;
import dev.baton.server.http.RouteGroup;
import dev.baton.server.http.Routes;
import dev.baton.server.http.SocketEndpoint.Opening;
import dev.baton.store.Actor;
import dev.baton.store.ChatStore;
import dev.baton.store.Scope;
import dev.baton.store.StreamCursor;
import dev.baton.stream.ChatFeeds;
import dev.baton.stream.ChatWatches;
import dev.baton.stream.CloseCode;
import dev.baton.stream.Sink;
import dev.baton.time.Scheduler;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntConsumer;

/// The live routes: one chat, and the caller's list of chats.
public final class StreamRoutes implements RouteGroup {

  private static final String ALL_TAKEN =
      "This replica holds as many streams as it can: reconnect after a pause.";
  private static final String ALL_THEIRS =
      "You have too many streams open: close some, then reconnect.";

  private final Places places;
  private final ChatStore chats;
  private final ChatFeeds feeds;
  private final ChatWatches watches;
  private final Transport webSocket;
  private final Transport eventStream;

  /// @param onClosed hears the close code of each WebSocket
  public StreamRoutes(
      ChatStore chats,
      ChatFeeds feeds,
      ChatWatches watches,
      AccessGuard guard,
      Scheduler scheduler,
      StreamSettings settings,
      Limits limits,
      IntConsumer onClosed) {
    this.places = new Places(limits.streams(), limits.streamsPerUser());
    this.chats = chats;
    this.feeds = feeds;
    this.watches = watches;
    this.webSocket = new WebSocketTransport(scheduler, settings, guard, onClosed);
    this.eventStream = new EventStreamTransport(scheduler, settings, guard);
  }

  @Override
  public void mount(Routes routes) {
    routes.socket("/chats/watch", this::watch);
    routes.socket("/chats/:chat/stream", this::stream);
  }

  private Future<Opening> watch(Call call) {
    var transport = transport(call);
    var actor = call.actor();
    actor.require(Scope.CHAT_READ); // the store would, too, but only after the upgrade
    return Future.succeededFuture(
        () -> open(transport, call, sink -> Watcher.of(watches.open(actor, sink))));
  }

  private Future<Opening> stream(Call call) {
    var chat = call.chatId();
    var cursor = StreamQuery.cursor(call);
    var transport = transport(call);
    var actor = call.actor();
    return chats
        .chat(actor, chat)
        .map(_ -> () -> open(transport, call, sink -> read(actor, chat, cursor, sink)));
  }

  private Future<Void> open(Transport transport, Call call, Function<Sink, Watcher> opener) {
    var place = places.take();
    if (place.isEmpty()) {
      return transport.refuse(call, ALL_TAKEN);
    }
    var taken = place.get();
    if (!taken.give(call.actor().id())) {
      taken.leave();
      return transport.refuse(call, ALL_THEIRS);
    }
    return transport.open(call, sink -> opener.apply(sink).in(taken)).onFailure(_ -> taken.leave());
  }

  /// Who looks at a chat has read it: what is there when the stream opens, and when it ends.
  private Watcher read(Actor actor, ChatId chat, StreamCursor cursor, Sink sink) {
    chats.markRead(actor, chat);
    var stream = feeds.open(chat, cursor, sink);
    return new Watcher() {
      @Override
      public void leave() {
        stream.leave();
        chats.markRead(actor, chat);
      }

      @Override
      public Optional<ChatId> chat() {
        return Optional.of(chat);
      }

      @Override
      public void close(CloseCode code, String reason) {
        stream.close(code, reason);
      }
    };
  }

  private Transport transport(Call call) {
    if (WebSocketTransport.isAskedFor(call.request())) {
      return webSocket;
    }
    if (EventStreamTransport.isAskedFor(call.request())) {
      return eventStream;
    }
    throw Problem.upgradeRequired().asRejection();
  }
}
