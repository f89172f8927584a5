package dev.baton.store;

import dev.baton.chat.Chat;
import dev.baton.chat.ChatId;
import dev.baton.chat.Part;
import dev.baton.chat.QueuedMessage;
import dev.baton.chat.UserId;
import dev.baton.pubsub.Hint;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/// The door through which people change and read chats.
///
/// Each change is one transaction: lock the chat's row, bump its snapshot version, let
/// [dev.baton.chat.ChatMachine] decide, apply the effects, commit; then the hint goes out.
public interface ChatStore {

  /// Creates a chat with its first message; it is running, and nobody owns it yet.
  Future<Chat> create(Actor actor, NewChat chat);

  Future<ChatPage> list(Actor actor, ChatQuery query);

  Future<Chat> chat(Actor actor, ChatId id);

  /// The chat, for an actor who is about to change it: whoever may only see it is refused now, and
  /// not after the work.
  Future<Chat> chatToChange(Actor actor, ChatId id);

  /// The rows of these owners' chats that changed of late, as hints: what a lost hint would have
  /// told.
  Future<List<Hint>> changed(Collection<UserId> owners, Duration within);

  Future<Chat> update(Actor actor, ChatId id, ChatPatch patch);

  /// Only an archived chat.
  Future<Void> delete(Actor actor, ChatId id);

  /// Notes that the owner has seen all messages there are. Anybody else's look changes nothing.
  Future<Void> markRead(Actor actor, ChatId id);

  Future<MessagePage> messages(Actor actor, ChatId id, MessageQuery query);

  Future<Sent> send(Actor actor, ChatId id, NewMessage message);

  Future<Edited> edit(Actor actor, ChatId id, long messageId, List<Part> content);

  Future<QueuedMessage> editQueued(Actor actor, ChatId id, long queuedId, List<Part> content);

  Future<Void> deleteQueued(Actor actor, ChatId id, long queuedId);

  Future<Void> promote(Actor actor, ChatId id, long queuedId);

  Future<Chat> interrupt(Actor actor, ChatId id);

  /// Hides the history from the model from here on; people still see it.
  Future<Void> clear(Actor actor, ChatId id);

  /// Goes on after an error.
  Future<Void> retry(Actor actor, ChatId id);

  /// Answers to all open calls of the client, each exactly once.
  Future<Void> submitToolResults(Actor actor, ChatId id, List<ToolAnswer> answers);

  /// Repairs a row whose columns contradict each other; any other chat is left as it is.
  Future<Chat> reconcile(Actor actor, ChatId id);
}
