package dev.baton.postgres;

import dev.baton.chat.ChatCommand;
import dev.baton.chat.ChatId;
import dev.baton.chat.ChatMachine;
import dev.baton.chat.ChatState;
import dev.baton.chat.Decision;
import dev.baton.chat.Draft;
import dev.baton.chat.FallbackTitle;
import dev.baton.store.Actor;
import dev.baton.store.NewChat;
import dev.baton.store.Refusals;
import dev.baton.store.StoreException;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Optional;
import java.util.UUID;

/// Creates a chat: finds its model and its place in the tree, then writes it with its messages.
final class ChatCreation {

  /// The model that was asked for, or the default one.
  private static final String USABLE_MODEL =
      """
      SELECT id FROM model_configs
      WHERE enabled AND NOT deleted AND CASE WHEN $1::uuid IS NULL THEN is_default ELSE id = $1 END
      """;

  /// Locked, so that it is still there when the new chat refers to it.
  private static final String VISIBLE_PARENT =
      """
      SELECT root_chat_id FROM chats WHERE id = $1 AND (owner_id = $2 OR $3) FOR KEY SHARE
      """;

  private static final String INSERT =
      """
      INSERT INTO chats (id, owner_id, title, status, workspace_id, parent_chat_id, root_chat_id,
        last_model_config_id, labels, dynamic_tools)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9::text::jsonb, $10::text::jsonb)
      """;

  private final SqlConnection tx;
  private final Actor actor;
  private final ChatId id = ChatId.random();

  ChatCreation(SqlConnection tx, Actor actor) {
    this.tx = tx;
    this.actor = actor;
  }

  Future<Applied> create(NewChat chat) {
    var model = model(tx, chat.modelConfigId());
    var root = chat.parentChatId().map(this::rootOf).orElse(Future.succeededFuture(id.value()));
    return model.compose(found -> root.compose(place -> insert(chat, found, place)));
  }

  /// Fails if the model, or the default one, cannot be used.
  static Future<UUID> model(SqlConnection tx, Optional<UUID> asked) {
    return tx.preparedQuery(USABLE_MODEL)
        .execute(Tuple.of(asked.orElse(null)))
        .map(rows -> {
          if (rows.rowCount() == 0) {
            throw unusable(asked);
          }
          return rows.iterator().next().getUUID("id");
        });
  }

  private static StoreException unusable(Optional<UUID> asked) {
    return new StoreException.Invalid(
        "model_config_id",
        asked.isPresent()
            ? "The chat model config does not exist or is disabled."
            : "No default chat model config is configured.");
  }

  private Future<UUID> rootOf(ChatId parent) {
    return tx.preparedQuery(VISIBLE_PARENT)
        .execute(Tuple.of(parent.value(), actor.id().value(), actor.readsEverything()))
        .map(rows -> {
          if (rows.rowCount() == 0) {
            throw new StoreException.NotFound("Parent chat");
          }
          return rows.iterator().next().getUUID("root_chat_id");
        });
  }

  private Future<Applied> insert(NewChat chat, UUID model, UUID root) {
    return switch (ChatMachine.decide(new ChatState.Absent(), command(chat))) {
      case Decision.Move move ->
          new MoveWriter(tx, id, Optional.empty())
              .create(INSERT, row(chat, model, root, move.next()), move);
      case Decision.Refused refused -> Future.failedFuture(Refusals.of(refused));
      case Decision.Stay _ -> throw new IllegalStateException("a creation that creates nothing");
    };
  }

  private ChatCommand.Create command(NewChat chat) {
    var initial = new ArrayList<Draft>();
    chat.systemPrompt().map(Draft::system).ifPresent(initial::add);
    initial.add(Draft.user(chat.content(), actor.id(), chat.modelConfigId()));
    return new ChatCommand.Create(initial);
  }

  private Tuple row(NewChat chat, UUID model, UUID root, ChatState state) {
    return Tuple.tuple()
        .addUUID(id.value())
        .addUUID(actor.id().value())
        .addString(chat.title().orElseGet(() -> FallbackTitle.of(chat.content())))
        .addString(state.status().wireName())
        .addUUID(chat.workspaceId().orElse(null))
        .addUUID(chat.parentChatId().map(ChatId::value).orElse(null))
        .addUUID(root)
        .addUUID(model)
        .addString(ChatRows.labelsJson(chat.labels()))
        .addString(chat.dynamicTools());
  }
}
