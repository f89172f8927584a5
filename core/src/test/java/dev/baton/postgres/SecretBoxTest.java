package dev.baton.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SecretBoxTest {

  private static final String SECRET = "sk-très-secret";

  private final SecretBox box = SecretBox.of(key(1));

  static String key(int fill) {
    byte[] key = new byte[32];
    Arrays.fill(key, (byte) fill);
    return Base64.getEncoder().encodeToString(key);
  }

  @Test
  void what_was_sealed_can_be_opened() {
    assertThat(box.open(box.seal(SECRET))).isEqualTo(SECRET);
    assertThat(SecretBox.of(key(1) + "\n").open(box.seal(SECRET))).isEqualTo(SECRET);
  }

  @Test
  void same_secret_never_looks_the_same() {
    byte[] sealed = box.seal(SECRET);
    assertThat(sealed).isNotEqualTo(box.seal(SECRET));
    assertThat(new String(sealed, StandardCharsets.UTF_8)).doesNotContain("secret");
  }

  @Test
  void another_key_is_told_from_damage() {
    byte[] sealed = box.seal(SECRET);
    assertThatThrownBy(() -> SecretBox.of(key(2)).open(sealed))
        .isInstanceOf(UnreadableSecret.class)
        .hasMessageContaining("BATON_SECRETS_KEY");
    sealed[sealed.length - 1] ^= 1;
    assertThatThrownBy(() -> box.open(sealed))
        .isInstanceOf(UnreadableSecret.class)
        .hasMessageContaining("damaged")
        .hasNoCause();
    assertThatThrownBy(() -> box.open(new byte[3])).isInstanceOf(UnreadableSecret.class);
  }

  @Test
  void a_new_key_seals_and_the_previous_ones_still_open() {
    var rotated = SecretBox.of(key(2), List.of(key(1), key(3)));
    assertThat(rotated.open(box.seal(SECRET))).isEqualTo(SECRET);
    assertThat(SecretBox.of(key(2)).open(rotated.seal(SECRET))).isEqualTo(SECRET);
    assertThat(rotated.seal(SECRET)).startsWith(rotated.header());
    assertThat(rotated.header()).isNotEqualTo(box.header());
    byte[] sealed = SecretBox.of(key(4)).seal(SECRET);
    assertThatThrownBy(() -> rotated.open(sealed))
        .hasMessageContaining(SecretBox.of(key(4)).toString().replaceAll(".*key |]", ""))
        .hasMessageContaining("secrets.previous-keys");
    assertThatThrownBy(() -> SecretBox.of(key(1), List.of("c2hvcnQ=")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("BATON_SECRETS_PREVIOUS_KEYS")
        .hasMessageNotContaining("c2hvcnQ=");
  }

  @Test
  void key_of_the_wrong_size_is_refused_and_not_quoted() {
    for (var bad : new String[] {"", "not base64 at all!", "c2hvcnQ="}) {
      assertThatThrownBy(() -> SecretBox.of(bad))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("BATON_SECRETS_KEY")
          .hasMessageNotContaining("not base64")
          .hasMessageNotContaining("c2hvcnQ=")
          .hasNoCause();
    }
  }

  @Test
  void its_text_names_the_key_and_does_not_show_it() {
    assertThat(box.toString()).matches("SecretBox\\[key [0-9a-f]{8}]");
    assertThat(box).hasToString(SecretBox.of(key(1)).toString());
    assertThat(box.toString()).isNotEqualTo(SecretBox.of(key(2)).toString());
  }
}
