package dev.baton.server.http;

import dev.baton.agent.ModelSource;
import dev.baton.agent.ModelSource.ChatModel;
import dev.baton.agent.Titles;
import dev.baton.chat.Chat;
import dev.baton.store.Actor;
import dev.baton.store.ChatPatch;
import dev.baton.store.ChatStore;
import dev.baton.store.MessageQuery;
import dev.baton.store.StoreException;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Titles that a chat's own model makes up.
public final class TitleRoutes implements RouteGroup {

  private static final MessageQuery FIRST_MESSAGES =
      new MessageQuery(OptionalLong.empty(), OptionalLong.of(0), 50);

  private final ChatStore chats;
  private final ModelSource models;
  private final Titles titles;

  public TitleRoutes(ChatStore chats, ModelSource models, Titles titles) {
    this.chats = chats;
    this.models = models;
    this.titles = titles;
  }

  @Override
  public void mount(Routes routes) {
    routes.postUnlessKnown("/chats/:chat/title/regenerate", this::regenerate);
  }

  /// The model is asked before the change begins, which would hold the chat's row meanwhile.
  private Future<Change> regenerate(Call call) {
    var actor = call.actor();
    var id = call.chatId();
    return chats
        .chatToChange(actor, id)
        .compose(chat -> title(actor, chat))
        .map(title ->
            stores -> stores.chats().update(actor, id, renaming(title)).map(ChatRoutes::chat));
  }

  private Future<String> title(Actor actor, Chat chat) {
    return models
        .model(chat.lastModelConfigId())
        .map(model -> model.orElseThrow(TitleRoutes::noModel))
        .compose(model -> suggest(actor, chat, model))
        .map(title -> title.orElseThrow(TitleRoutes::noAnswer));
  }

  private Future<Optional<String>> suggest(Actor actor, Chat chat, ChatModel model) {
    return chats
        .messages(actor, chat.id(), FIRST_MESSAGES)
        .compose(page -> titles.suggest(model, page.messages()));
  }

  private static ChatPatch renaming(String title) {
    return new ChatPatch(
        Optional.of(title),
        Optional.empty(),
        OptionalInt.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static Rejection noAnswer() {
    return Problem.unavailable("The model gave no title in time.", "Try again, or rename by hand.")
        .asRejection();
  }

  private static StoreException noModel() {
    return new StoreException.Conflict(
        "The chat's model is not configured any more, and there is no default model.");
  }
}
