package dev.baton.server.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PasswordHashTest {

  private static final int CHEAP = 1_000;

  @Test
  void a_password_matches_its_hash_and_no_other() {
    var hash = PasswordHash.parse(PasswordHash.of("correct horse", CHEAP).text());
    assertThat(hash.matches("correct horse")).isTrue();
    for (var other : new String[] {"correct horsf", "correct horse ", "Correct horse", "", " "}) {
      assertThat(hash.matches(other)).isFalse();
    }
  }

  @Test
  void a_hash_says_how_it_was_made_and_never_looks_the_same() {
    var hash = PasswordHash.of("correct horse", PasswordHash.ITERATIONS).text();
    assertThat(hash).matches("pbkdf2-sha512\\$210000\\$[A-Za-z0-9+/]{22}\\$[A-Za-z0-9+/]{43}");
    assertThat(PasswordHash.of("correct horse", CHEAP).text())
        .isNotEqualTo(PasswordHash.of("correct horse", CHEAP).text());
  }

  @Test
  void a_letter_may_be_typed_composed_or_not() {
    assertThat(PasswordHash.of("caf\u00e9", CHEAP).matches("cafe\u0301")).isTrue();
  }

  /// Made with another implementation: `hashlib.pbkdf2_hmac("sha512", b"correct horse",
  /// bytes(range(16)), 1000, 32)`.
  @Test
  void it_is_the_function_that_its_name_says() {
    assertThat(PasswordHash.parse(KNOWN).matches("correct horse")).isTrue();
  }

  private static final String KNOWN =
      "pbkdf2-sha512$1000$AAECAwQFBgcICQoLDA0ODw$Xpx07WjVx4vCIvrmBRj8uOoVVtGqJqtUv2J5bhizSQs";

  @Test
  void nothing_matches_the_hash_of_nobody() {
    assertThat(PasswordHash.unmatchable(CHEAP).matches("")).isFalse();
    assertThat(PasswordHash.unmatchable(CHEAP).matches("correct horse")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "correct horse", "bcrypt$1$a$b", "pbkdf2-sha512$x$AA$AA", "a$b"})
  void what_is_no_hash_is_refused(String text) {
    assertThatThrownBy(() -> PasswordHash.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("correct");
  }
}
