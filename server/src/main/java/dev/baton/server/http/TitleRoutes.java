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
    routes.post("/chats/:chat/title/regenerate", this::regenerate);
  }

  private Future<Reply> regenerate(Call call) {
    var actor = call.actor();
    return chats
        .chatToChange(actor, call.chatId())
        .compose(chat -> regenerate(actor, chat))
        .map(ChatRoutes::chat);
  }

  private Future<Chat> regenerate(Actor actor, Chat chat) {
    return models
        .model(chat.lastModelConfigId())
        .map(model -> model.orElseThrow(TitleRoutes::noModel))
        .compose(model -> suggest(actor, chat, model))
        .compose(title -> rename(actor, chat, title.orElseThrow(TitleRoutes::noAnswer)));
  }

  private Future<Optional<String>> suggest(Actor actor, Chat chat, ChatModel model) {
    return chats
        .messages(actor, chat.id(), FIRST_MESSAGES)
        .compose(page -> titles.suggest(model, page.messages()));
  }

  private Future<Chat> rename(Actor actor, Chat chat, String title) {
    var patch =
        new ChatPatch(
            Optional.of(title),
            Optional.empty(),
            OptionalInt.empty(),
            Optional.empty(),
            Optional.empty());
    return chats.update(actor, chat.id(), patch);
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
