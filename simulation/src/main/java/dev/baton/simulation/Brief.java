package dev.baton.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.chat.Chat;
import dev.baton.chat.ChatId;
import dev.baton.chat.RunnerId;
import dev.baton.chat.WorkerId;
import dev.baton.store.Acquired;
import dev.baton.store.Actor;
import dev.baton.store.Begun;
import dev.baton.store.Commit;
import dev.baton.store.Taken;
import dev.baton.store.TurnState;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A value in few words, put into them only when they are read.
record Brief(@Nullable Object value) {

  private static final int LONGEST = 160;

  @Override
  public String toString() {
    return of(value);
  }

  static String of(@Nullable Object value) {
    return switch (value) {
      case null -> "done";
      case TurnState row -> row(row);
      case Commit.Committed(var after) -> of(after);
      case Begun(var after, _) -> of(after);
      case Future<?> result -> result.succeeded() ? of(result.result()) : "" + result.cause();
      case Optional<?> maybe -> maybe.map(Brief::of).orElse("nobody");
      case ChatId(var id) -> "chat:" + head(id);
      case RunnerId(var id) -> "run:" + head(id);
      case WorkerId(var id) -> "worker:" + head(id);
      case Acquired(var row, var runner, var from, _) ->
          of(row.chatId()) + "=" + of(runner) + from.map(it -> " from " + of(it)).orElse("");
      case Taken(var chats, var othersWait) -> of(chats) + (othersWait ? ", others wait" : "");
      case Actor _ -> "";
      case List<?> all -> all.stream().map(Brief::of).toList().toString();
      case Object[] all -> Stream.of(all).map(Brief::of).collect(Collectors.joining(" "));
      case Chat chat -> of(chat.id()) + " " + chat.status().wireName();
      case JsonNode event -> event(event);
      case Record other -> cut(other.toString());
      default -> value.toString();
    };
  }

  private static String row(TurnState row) {
    var versions = row.versions();
    return "(%s %s %s s%d h%d q%d/%d a%d)"
        .formatted(
            of(row.chatId()),
            of(row.runnerId()),
            row.status().wireName(),
            versions.snapshot(),
            versions.history(),
            versions.queue(),
            row.queued(),
            versions.attempt());
  }

  private static String event(JsonNode event) {
    String type = event.path("type").asText();
    return switch (type) {
      case "message" -> {
        JsonNode message = event.path("message");
        yield "message %d of revision %d, %s: %s"
            .formatted(
                message.path("id").asLong(),
                message.path("revision").asLong(),
                message.path("role").asText(),
                cut(message.path("content").toString()));
      }
      case "message_part" ->
          "part %d (%d) of (%d, %d): %s"
              .formatted(
                  event.path("seq").asLong(),
                  event.path("count").asLong(1),
                  event.path("history_version").asLong(),
                  event.path("generation_attempt").asLong(),
                  cut(event.path("part").toString()));
      case "queue_update" -> "queue_update " + event.findValues("id");
      default -> event.toString();
    };
  }

  private static String head(Object id) {
    return id.toString().substring(0, 4);
  }

  private static String cut(String text) {
    return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
  }
}
