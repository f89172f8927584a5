package dev.baton.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.chat.UserId;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ScopeTest {

  @ParameterizedTest
  @EnumSource
  void a_scope_is_known_by_its_wire_name_and_covers_itself(Scope scope) {
    assertThat(Scope.ofWireName(scope.wireName())).contains(scope);
    assertThat(scope.covers(scope)).isTrue();
    assertThat(Scope.ALL.covers(scope)).isTrue();
    assertThat(scope.covers(Scope.ALL)).isEqualTo(scope == Scope.ALL);
  }

  @Test
  void all_of_chats_is_what_is_named_after_chats() {
    assertThat(Arrays.stream(Scope.values()).filter(Scope.CHAT_ALL::covers))
        .containsExactlyInAnyOrder(
            Scope.CHAT_ALL,
            Scope.CHAT_CREATE,
            Scope.CHAT_READ,
            Scope.CHAT_UPDATE,
            Scope.CHAT_DELETE);
    assertThat(Scope.CHAT_READ.covers(Scope.CHAT_UPDATE)).isFalse();
  }

  @Test
  void an_unknown_name_is_no_scope() {
    assertThat(Scope.ofWireName("chat:own")).isEmpty();
    assertThat(Scope.ofWireName("ALL")).isEmpty();
  }

  @Test
  void an_actor_without_scopes_of_its_own_may_do_all_that_its_role_allows() {
    assertThat(new Actor(UserId.random(), Actor.Role.MEMBER).holds(Scope.CHAT_DELETE)).isTrue();
  }

  @Test
  void a_missing_scope_is_named() {
    var actor = new Actor(UserId.random(), Actor.Role.ADMIN, Set.of(Scope.CHAT_READ));
    actor.require(Scope.CHAT_READ);
    assertThatThrownBy(() -> actor.require(Scope.CHAT_UPDATE))
        .isInstanceOf(StoreException.Forbidden.class)
        .hasMessage("This token lacks the scope chat:update.");
  }
}
