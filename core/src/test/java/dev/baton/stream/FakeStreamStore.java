package dev.baton.stream;

import dev.baton.chat.ChatId;
import dev.baton.chat.Versions;
import dev.baton.pubsub.Hint;
import dev.baton.store.StoreException;
import dev.baton.store.StreamCursor;
import dev.baton.store.StreamRead;
import dev.baton.store.StreamStore;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Chats in memory. A read is answered at once, or, once [#hold] was called, when the test says so;
/// what it sees is the chat at the moment of the answer.
final class FakeStreamStore implements StreamStore {

  /// A read that waits for its answer.
  final class Read {

    final ChatId chat;
    final Optional<Versions> since;
    final Optional<StreamCursor> joining;
    private final Promise<Optional<StreamRead>> answer = Promise.promise();
    private Optional<StreamRead> seen = Optional.empty();
    private boolean looked;

    Read(ChatId chat, Optional<Versions> since, Optional<StreamCursor> joining) {
      this.chat = chat;
      this.since = since;
      this.joining = joining;
    }

    /// Takes the database's snapshot now, though the answer arrives later.
    void look() {
      if (!looked) {
        looked = true;
        seen = Optional.ofNullable(chats.get(chat)).map(found -> found.read(since, joining));
      }
    }

    void succeed() {
      look();
      open.remove(this);
      answer.complete(seen);
    }

    void fail() {
      fail(new StoreException.Unavailable("no database", new ConnectException()));
    }

    void fail(Exception failure) {
      open.remove(this);
      answer.fail(failure);
    }
  }

  private final Map<ChatId, FakeChat> chats = new LinkedHashMap<>();
  private final List<Read> open = new ArrayList<>();
  private boolean held;
  private int reads;

  FakeChat add(FakeChat chat) {
    chats.put(chat.id, chat);
    return chat;
  }

  void delete(ChatId chat) {
    chats.remove(chat);
  }

  void hold() {
    held = true;
  }

  void answerAll() {
    held = false;
    while (!open.isEmpty()) {
      open.getFirst().succeed();
    }
  }

  List<Read> open() {
    return open;
  }

  /// How many reads were ever asked for.
  int reads() {
    return reads;
  }

  @Override
  public Future<Optional<StreamRead>> read(
      ChatId chat, Optional<Versions> since, Optional<StreamCursor> joining) {
    reads++;
    var read = new Read(chat, since, joining);
    open.add(read);
    if (!held) {
      read.succeed();
    }
    return read.answer.future();
  }

  @Override
  public Future<List<Hint>> versions(Collection<ChatId> asked) {
    return Future.succeededFuture(
        chats.values().stream()
            .filter(chat -> asked.contains(chat.id))
            .map(FakeChat::hint)
            .toList());
  }
}
