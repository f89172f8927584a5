package dev.baton.server.http;

import dev.baton.chat.Chat;
import dev.baton.chat.ChatId;
import dev.baton.chat.ChatStatus;
import dev.baton.chat.Message;
import dev.baton.chat.Part;
import dev.baton.chat.QueuedMessage;
import dev.baton.chat.Role;
import dev.baton.chat.UserId;
import dev.baton.chat.Versions;
import dev.baton.chat.WorkerId;
import dev.baton.model.ModelConfig;
import dev.baton.store.Actor;
import dev.baton.store.ModelStore.ProviderView;
import dev.baton.store.Replica;
import dev.baton.store.Scope;
import dev.baton.store.Token;
import dev.baton.store.User;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/// One of everything.
public final class Samples {

  public static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  public static final ChatId CHAT_ID =
      new ChatId(UUID.fromString("6f1d0000-0000-4000-8000-000000000001"));
  public static final UUID MODEL_ID = UUID.fromString("c3e20000-0000-4000-8000-000000000002");
  public static final UUID PROVIDER_ID = UUID.fromString("aa010000-0000-4000-8000-000000000003");
  public static final List<Part> HELLO = List.of(new Part.Text("hello"));

  private Samples() {}

  public static User user(Actor.Role role) {
    var name = role.wireName();
    var id =
        new UserId(UUID.nameUUIDFromBytes(name.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    return new User(id, name + "@example.com", name, role, false, NOW);
  }

  public static Token token(User user, Token.Kind kind) {
    return new Token(
        UUID.randomUUID(),
        user.id(),
        kind,
        "a token",
        Scope.FULL,
        NOW,
        Optional.empty(),
        Optional.empty());
  }

  public static Chat chat() {
    return new Chat(
        CHAT_ID,
        user(Actor.Role.MEMBER).id(),
        "hello",
        ChatStatus.RUNNING,
        false,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        CHAT_ID,
        MODEL_ID,
        Optional.empty(),
        Map.of("team", "web"),
        0,
        NOW,
        NOW,
        new Versions(1, 1, 0, 0, 0),
        false,
        false);
  }

  public static Message message() {
    return new Message(
        7,
        CHAT_ID,
        Role.USER,
        HELLO,
        NOW,
        Optional.of(user(Actor.Role.MEMBER).id()),
        Optional.of(MODEL_ID),
        4,
        OptionalLong.empty(),
        Optional.empty());
  }

  public static QueuedMessage queued() {
    return new QueuedMessage(41, CHAT_ID, HELLO, Optional.empty(), Optional.empty(), NOW);
  }

  public static ProviderView provider(String type, boolean hasApiKey) {
    return new ProviderView(
        PROVIDER_ID,
        type,
        type,
        true,
        hasApiKey,
        Optional.empty(),
        Map.of("X-Team-Key", "hush"),
        "database",
        NOW,
        NOW);
  }

  public static ModelConfig model() {
    return new ModelConfig(
        MODEL_ID,
        PROVIDER_ID,
        "m-1",
        "M 1",
        true,
        true,
        1000,
        70,
        "{\"temperature\":0.5}",
        NOW,
        NOW);
  }

  public static Replica replica() {
    return new Replica(
        new WorkerId(UUID.randomUUID()),
        42,
        "host",
        "127.0.0.1:8080",
        "127.0.0.1:9080",
        "0.1.0",
        NOW,
        NOW.plusSeconds(5),
        false,
        3,
        4);
  }
}
