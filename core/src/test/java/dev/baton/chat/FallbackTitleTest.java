package dev.baton.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FallbackTitleTest {

  @Test
  void six_words_are_kept_as_they_are() {
    assertThat(title("  one two\nthree  four five six ")).isEqualTo("one two three four five six");
  }

  @Test
  void a_seventh_word_is_cut_visibly() {
    assertThat(title("one two three four five six seven"))
        .isEqualTo("one two three four five six…");
  }

  @Test
  void a_title_has_at_most_80_code_points() {
    assertThat(title("x".repeat(80))).isEqualTo("x".repeat(80));
    assertThat(title("x".repeat(81))).isEqualTo("x".repeat(79) + "…");
    assertThat(title("😀".repeat(81))).isEqualTo("😀".repeat(79) + "…");
    var six = String.join(" ", List.of("x".repeat(70), "b", "c", "d", "e", "f"));
    assertThat(six).hasSize(80);
    assertThat(title(six)).isEqualTo(six);
    assertThat(title(six + " g")).hasSize(80).endsWith(" e …");
  }

  @Test
  void the_first_part_with_words_gives_the_title() {
    assertThat(
            FallbackTitle.of(
                List.of(new Part.Text("  "), new Part.FileReference("a.txt", 1, 2, "body"))))
        .isEqualTo("a.txt");
    assertThat(FallbackTitle.of(List.of())).isEqualTo("New chat");
  }

  private static String title(String text) {
    return FallbackTitle.of(List.of(new Part.Text(text)));
  }
}
