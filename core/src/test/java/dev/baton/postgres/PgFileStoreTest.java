package dev.baton.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.chat.BusyBehavior;
import dev.baton.chat.Chat;
import dev.baton.chat.Part;
import dev.baton.store.Actor;
import dev.baton.store.FileStore.StoredFile;
import dev.baton.store.NewChat;
import dev.baton.store.NewMessage;
import dev.baton.store.StoreException;
import dev.baton.store.StoreUnderTest;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

final class PgFileStoreTest {

  private static final Deployment deployment = new Deployment();
  private static final StoredFile NOTE =
      new StoredFile("text/plain", "note.txt", Buffer.buffer("note"));

  private final PgFileStore files = new PgFileStore(deployment.database);
  private final Actor ada = deployment.ann;

  @AfterAll
  static void stop() {
    deployment.close();
  }

  @Test
  void a_file_is_its_owners_and_of_those_who_read_everything() {
    UUID id = files.save(ada, NOTE).await();

    assertThat(files.file(ada, id).await()).isEqualTo(NOTE);
    assertThat(files.file(deployment.user(Actor.Role.ADMIN), id).await()).isEqualTo(NOTE);
    assertThatThrownBy(() -> files.file(deployment.user(Actor.Role.MEMBER), id).await())
        .isInstanceOf(StoreException.NotFound.class);
  }

  @Test
  void a_message_names_its_files_as_they_are_stored() {
    UUID id = files.save(ada, NOTE).await();
    Chat chat = deployment.chats.create(ada, newChat(part(id))).await();

    assertThat(content(chat)).containsExactly(new Part.File(id, "text/plain", "note.txt"));
    assertThat(files.files(List.of(id, UUID.randomUUID())).await()).containsOnlyKeys(id);
  }

  @Test
  void a_file_of_somebody_else_or_of_another_chat_cannot_be_named() {
    UUID foreign = files.save(deployment.user(Actor.Role.MEMBER), NOTE).await();
    UUID used = files.save(ada, NOTE).await();
    deployment.chats.create(ada, newChat(part(used))).await();

    for (UUID id : List.of(foreign, used, UUID.randomUUID())) {
      assertThatThrownBy(() -> deployment.chats.create(ada, newChat(part(id))).await())
          .isInstanceOf(StoreException.Invalid.class)
          .hasMessageContaining(id.toString());
    }
  }

  @Test
  void a_chat_takes_fifty_files() {
    Part[] fifty =
        IntStream.range(0, 50)
            .mapToObj(_ -> part(files.save(ada, NOTE).await()))
            .toArray(Part[]::new);
    Chat chat = deployment.chats.create(ada, newChat(fifty)).await();
    var oneMore =
        new NewMessage(
            List.of(part(files.save(ada, NOTE).await())),
            BusyBehavior.QUEUE,
            Optional.empty(),
            Optional.empty());

    assertThatThrownBy(() -> deployment.chats.send(ada, chat.id(), oneMore).await())
        .isInstanceOf(StoreException.Invalid.class)
        .hasMessageContaining("50 files");
  }

  private static Part part(UUID id) {
    return new Part.File(id, "", "");
  }

  private static NewChat newChat(Part... content) {
    NewChat plain = StoreUnderTest.newChat("");
    return new NewChat(
        List.of(content),
        plain.title(),
        plain.modelConfigId(),
        plain.workspaceId(),
        plain.parentChatId(),
        plain.labels(),
        plain.systemPrompt(),
        plain.dynamicTools());
  }

  private static List<Part> content(Chat chat) {
    return deployment.messages(chat.id()).getLast().content();
  }
}
