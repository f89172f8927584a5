package dev.baton.postgres;

import dev.baton.chat.ChatCommand;
import dev.baton.chat.ChatId;
import dev.baton.chat.ChatState;
import dev.baton.pubsub.Hint;
import dev.baton.store.ChatPatch;
import dev.baton.store.StoreException;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;

/// Changes of a locked chat that are not about its turn: its own columns, and its end.
final class ChatUpdate {

  private static final String PATCH =
      """
      UPDATE chats SET
        snapshot_version = snapshot_version + $2,
        title = COALESCE($3, title),
        pin_order = COALESCE($4, pin_order),
        labels = COALESCE($5::text::jsonb, labels),
        workspace_id = COALESCE($6, workspace_id)
      WHERE id = $1
      """;

  /// So that the hint of the end is newer than every other one.
  private static final String BUMP =
      "UPDATE chats SET snapshot_version = snapshot_version + 1 WHERE id = $1";

  private static final String DELETE = "DELETE FROM chats WHERE id = $1";

  private final SqlConnection tx;
  private final ChatId id;
  private final ChatPatch patch;

  ChatUpdate(SqlConnection tx, ChatId id, ChatPatch patch) {
    this.tx = tx;
    this.id = id;
    this.patch = patch;
  }

  /// The archive flag by the machine, if it changes; then the columns, within the same version.
  Future<Applied> apply(ChatState state) {
    return archive(state)
        .compose(archived ->
            changesColumns()
                ? patch(archived.kind().isPresent())
                : Future.succeededFuture(archived));
  }

  private Future<Applied> archive(ChatState state) {
    var writer = new MoveWriter(tx, id, Optional.empty());
    var wanted = patch.archived().orElse(state.isArchived());
    if (wanted == state.isArchived()) {
      return writer.nothing();
    }
    return ChatDoor.decide(
        writer, state, wanted ? new ChatCommand.Archive() : new ChatCommand.Unarchive());
  }

  private Future<Applied> patch(boolean alreadyBumped) {
    var patched =
        tx.preparedQuery(PATCH)
            .execute(
                Tuple.of(
                    id.value(),
                    alreadyBumped ? 0L : 1L,
                    patch.title().orElse(null),
                    patch.pinOrder().isPresent() ? patch.pinOrder().getAsInt() : null,
                    patch.labels().map(ChatRows::labelsJson).orElse(null),
                    patch.workspaceId().orElse(null)));
    var row = ChatDoor.read(tx, id);
    var kind = patch.title().isPresent() ? Hint.Kind.TITLED : Hint.Kind.CHANGED;
    return patched.compose(_ -> row).map(read -> Applied.change(read, kind));
  }

  private boolean changesColumns() {
    return patch.title().isPresent()
        || patch.pinOrder().isPresent()
        || patch.labels().isPresent()
        || patch.workspaceId().isPresent();
  }

  static Future<Applied> delete(SqlConnection tx, ChatId id, Row row) {
    if (!row.getBoolean("archived")) {
      throw new StoreException.Conflict("Only an archived chat can be deleted: archive it first.");
    }
    var bumped = tx.preparedQuery(BUMP).execute(Tuple.of(id.value()));
    var last = ChatDoor.read(tx, id);
    var deleted = tx.preparedQuery(DELETE).execute(Tuple.of(id.value()));
    return bumped
        .compose(_ -> deleted)
        .compose(_ -> last)
        .map(read -> Applied.change(read, Hint.Kind.DELETED));
  }
}
