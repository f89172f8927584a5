package dev.baton.postgres;

import dev.baton.chat.ChatId;
import dev.baton.chat.Part;
import dev.baton.store.Actor;
import dev.baton.store.StoreException;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Ties the files that a message names to the message's chat.
final class FileLinks {

  private static final int FILES_OF_A_CHAT = 50;

  private static final String LINK =
      """
      UPDATE files SET chat_id = $1
      WHERE id = ANY ($2) AND owner_id = $3 AND (chat_id IS NULL OR chat_id = $1)
      RETURNING id, media_type, name
      """;

  private static final String COUNT = "SELECT count(*) AS files FROM files WHERE chat_id = $1";

  private FileLinks() {}

  /// The content, with each file under the name and type it is stored with. Asks nothing of the
  /// database if there are no files.
  static Future<List<Part>> link(SqlConnection tx, Actor actor, ChatId chat, List<Part> content) {
    UUID[] ids =
        content.stream()
            .filter(Part.File.class::isInstance)
            .map(part -> ((Part.File) part).fileId())
            .distinct()
            .toArray(UUID[]::new);
    if (ids.length == 0) {
      return Future.succeededFuture(content);
    }
    var linked = tx.preparedQuery(LINK).execute(Tuple.of(chat.value(), ids, actor.id().value()));
    var count = tx.preparedQuery(COUNT).execute(Tuple.of(chat.value()));
    return linked.compose(rows ->
        count.map(counted -> {
          requireRoom(counted);
          return named(content, byId(rows));
        }));
  }

  private static void requireRoom(RowSet<Row> counted) {
    if (counted.iterator().next().getLong("files") > FILES_OF_A_CHAT) {
      throw new StoreException.Invalid(
          "content", "A chat has at most " + FILES_OF_A_CHAT + " files. Begin another chat.");
    }
  }

  private static Map<UUID, Part> byId(RowSet<Row> rows) {
    var files = new HashMap<UUID, Part>();
    for (Row row : rows) {
      UUID id = row.getUUID("id");
      files.put(id, new Part.File(id, row.getString("media_type"), row.getString("name")));
    }
    return files;
  }

  private static List<Part> named(List<Part> content, Map<UUID, Part> files) {
    return content.stream()
        .map(part -> part instanceof Part.File file ? found(files, file.fileId()) : part)
        .toList();
  }

  private static Part found(Map<UUID, Part> files, UUID id) {
    Part file = files.get(id);
    if (file == null) {
      throw new StoreException.Invalid(
          "content", "File " + id + " does not exist, is not yours, or belongs to another chat.");
    }
    return file;
  }
}
