package dev.baton.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.chat.ChatCommand;
import dev.baton.chat.ChatId;
import dev.baton.chat.ChatStatus;
import dev.baton.chat.Draft;
import dev.baton.chat.Message;
import dev.baton.chat.Part;
import dev.baton.chat.Role;
import dev.baton.store.Begun;
import dev.baton.store.StoreException;
import dev.baton.store.StoreUnderTest;
import dev.baton.store.TurnState;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class PgCompactionTest {

  private static final Deployment deployment = new Deployment();
  private static final Draft SUMMARY =
      new Draft(
          Role.USER,
          List.of(new Part.Text("They said hello.")),
          true,
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  private ChatId chat;

  @AfterAll
  static void stop() {
    deployment.close();
  }

  @BeforeEach
  void finishATurn() {
    chat = deployment.chat();
    finish(deployment.owned(chat));
  }

  @Test
  void the_summary_takes_the_place_of_the_history_for_the_model_alone() {
    TurnState row = summarized();

    assertThat(texts(begin(row).history().messages())).containsExactly("They said hello.");
    assertThat(begin(deployment.state(chat)).history().compactionRequested()).isFalse();
    assertThat(texts(deployment.messages(chat))).containsExactly("hello", "Hi.");
  }

  @Test
  void what_is_said_after_the_summary_is_added_to_it() {
    finish(summarized());
    StoreUnderTest.await(
        deployment.chats.send(deployment.ann, chat, StoreUnderTest.message("and now?")));

    assertThat(texts(begin(deployment.owned(chat)).history().messages()))
        .containsExactly("They said hello.", "Hi.", "and now?");
  }

  @Test
  void an_edit_before_the_summary_brings_the_history_back() {
    finish(summarized());
    long first = deployment.messages(chat).getFirst().id();
    StoreUnderTest.await(
        deployment.chats.edit(deployment.ann, chat, first, StoreUnderTest.text("good day")));

    assertThat(texts(begin(deployment.owned(chat)).history().messages()))
        .containsExactly("good day");
  }

  @Test
  void an_interrupted_compaction_is_not_asked_for_any_more() {
    TurnState row = requested();
    StoreUnderTest.await(deployment.chats.interrupt(deployment.ann, chat));
    deployment.commit(deployment.state(chat), new ChatCommand.FinishInterruption(List.of()));
    StoreUnderTest.await(
        deployment.chats.send(deployment.ann, chat, StoreUnderTest.message("go on")));

    assertThat(row.status()).isEqualTo(ChatStatus.RUNNING);
    assertThat(begin(deployment.owned(chat)).history().compactionRequested()).isFalse();
  }

  @Test
  void nothing_new_since_the_summary_is_nothing_to_compact() {
    finish(summarized());

    assertThatThrownBy(() -> StoreUnderTest.await(deployment.chats.compact(deployment.ann, chat)))
        .isInstanceOf(StoreException.Conflict.class)
        .hasMessage("There is nothing to compact.");
  }

  private TurnState requested() {
    StoreUnderTest.await(deployment.chats.compact(deployment.ann, chat));
    Begun begun = begin(deployment.owned(chat));
    assertThat(begun.history().compactionRequested()).isTrue();
    return begun.after();
  }

  private TurnState summarized() {
    return deployment.commit(requested(), new ChatCommand.CommitSummary(List.of(SUMMARY)));
  }

  private void finish(TurnState row) {
    deployment.commit(
        begin(row).after(), new ChatCommand.FinishTurn(List.of(deployment.answer("Hi."))));
  }

  private static Begun begin(TurnState row) {
    return StoreUnderTest.await(deployment.turns.begin(row)).orElseThrow();
  }

  private static List<String> texts(List<Message> messages) {
    return messages.stream()
        .flatMap(message -> message.content().stream())
        .map(part -> ((Part.Text) part).text())
        .toList();
  }
}
