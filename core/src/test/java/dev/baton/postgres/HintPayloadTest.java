package dev.baton.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.chat.ChatId;
import dev.baton.chat.ChatStatus;
import dev.baton.chat.RunnerId;
import dev.baton.chat.UserId;
import dev.baton.chat.Versions;
import dev.baton.chat.WorkerId;
import dev.baton.pubsub.Hint;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HintPayloadTest {

  private static final UUID FROM = UUID.randomUUID();

  static Hint hint(Hint.Kind kind, ChatStatus status, long snapshot) {
    return new Hint(
        kind,
        new ChatId(UUID.randomUUID()),
        UserId.random(),
        new Versions(snapshot, Long.MAX_VALUE, 3, 0, 1),
        status,
        true,
        Optional.of(WorkerId.random()),
        Optional.of(new RunnerId(UUID.randomUUID())));
  }

  @ParameterizedTest
  @EnumSource
  void hint_of_every_kind_comes_back_whole(Hint.Kind kind) {
    for (var status : ChatStatus.values()) {
      var payload = new HintPayload.OfHint(FROM, hint(kind, status, Long.MAX_VALUE));
      assertThat(HintPayload.decode(payload.encode())).isEqualTo(payload);
    }
  }

  @Test
  void hint_without_an_owner_comes_back_whole() {
    var full = hint(Hint.Kind.CHANGED, ChatStatus.WAITING, 1);
    var bare =
        new Hint(
            full.kind(),
            full.chatId(),
            full.ownerId(),
            full.versions(),
            full.status(),
            false,
            Optional.empty(),
            Optional.empty());
    var payload = new HintPayload.OfHint(FROM, bare);
    assertThat(HintPayload.decode(payload.encode())).isEqualTo(payload);
  }

  @Test
  void hint_of_a_trace_comes_back_with_it() {
    var traced =
        hint(Hint.Kind.CHANGED, ChatStatus.RUNNING, 1)
            .tracedAs("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
    var payload = new HintPayload.OfHint(FROM, traced);
    assertThat(HintPayload.decode(payload.encode())).isEqualTo(payload);
  }

  @Test
  void largest_payload_is_far_below_the_limit_of_postgres() {
    var largest = hint(Hint.Kind.CREATED, ChatStatus.REQUIRES_ACTION, Long.MAX_VALUE);
    assertThat(new HintPayload.OfHint(FROM, largest).encode().getBytes(StandardCharsets.UTF_8))
        .hasSizeLessThan(1_000);
  }

  @Test
  void probe_comes_back() {
    var probe = new HintPayload.Probe(FROM, 7);
    assertThat(HintPayload.decode(probe.encode())).isEqualTo(probe);
  }

  @Test
  void newer_version_may_add_fields_and_kinds() {
    var payload = new HintPayload.OfHint(FROM, hint(Hint.Kind.CHANGED, ChatStatus.RUNNING, 1));
    var newer = payload.encode().replace("\"kind\":\"changed\"", "\"kind\":\"shared\",\"new\":[1]");
    assertThat(newer).isNotEqualTo(payload.encode());
    assertThat(HintPayload.decode(newer)).isEqualTo(payload);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "not json",
        "{}",
        "{\"from\":\"x\"}",
        "{\"from\":\"7e1bd6b0-53ad-4de9-a0b8-4ff3f3e8a5a9\",\"kind\":\"changed\"}"
      })
  void nonsense_is_refused(String payload) {
    assertThatThrownBy(() -> HintPayload.decode(payload))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void hint_of_an_unknown_status_is_refused() {
    var payload = new HintPayload.OfHint(FROM, hint(Hint.Kind.CHANGED, ChatStatus.ERROR, 1));
    var newer = payload.encode().replace("\"error\"", "\"dreaming\"");
    assertThatThrownBy(() -> HintPayload.decode(newer))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
