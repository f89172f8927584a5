package dev.baton.postgres;

import dev.baton.store.Actor;
import dev.baton.store.FileStore;
import dev.baton.store.Scope;
import dev.baton.store.StoreException;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/// Files as rows: they are small, and a backup of the database holds everything. Any thread;
/// futures complete on the caller's context.
public final class PgFileStore implements FileStore {

  private static final String SAVE =
      """
      WITH forgotten AS (
        DELETE FROM files
        WHERE chat_id IS NULL AND created_at < clock_timestamp() - interval '1 day')
      INSERT INTO files (id, owner_id, media_type, name, content) VALUES ($1, $2, $3, $4, $5)
      """;

  private static final String VISIBLE =
      "SELECT id, media_type, name, content FROM files WHERE id = $1 AND (owner_id = $2 OR $3)";

  private static final String BY_ID =
      "SELECT id, media_type, name, content FROM files WHERE id = ANY ($1)";

  private final Pool pool;

  public PgFileStore(Database database) {
    this.pool = database.pool();
  }

  @Override
  public Future<UUID> save(Actor actor, StoredFile file) {
    if (actor.role() == Actor.Role.AUDITOR) {
      return Future.failedFuture(ChatDoor.auditor());
    }
    UUID id = UUID.randomUUID();
    var row = Tuple.of(id, actor.id().value(), file.mediaType(), file.name(), file.bytes());
    return Permission.of(actor, Scope.CHAT_CREATE)
        .compose(_ -> pool.preparedQuery(SAVE).execute(row))
        .map(id);
  }

  @Override
  public Future<StoredFile> file(Actor actor, UUID id) {
    return Permission.of(actor, Scope.CHAT_READ)
        .compose(_ -> visible(actor, id))
        .map(rows -> {
          if (rows.rowCount() == 0) {
            throw new StoreException.NotFound("File");
          }
          return file(rows.iterator().next());
        });
  }

  private Future<RowSet<Row>> visible(Actor actor, UUID id) {
    return pool.preparedQuery(VISIBLE)
        .execute(Tuple.of(id, actor.id().value(), actor.readsEverything()));
  }

  @Override
  public Future<Map<UUID, StoredFile>> files(Collection<UUID> ids) {
    return pool.preparedQuery(BY_ID)
        .execute(Tuple.of((Object) ids.toArray(UUID[]::new)))
        .map(rows -> {
          var files = new HashMap<UUID, StoredFile>();
          rows.forEach(row -> files.put(row.getUUID("id"), file(row)));
          return files;
        });
  }

  private static StoredFile file(Row row) {
    return new StoredFile(
        row.getString("media_type"), row.getString("name"), row.getBuffer("content"));
  }
}
