package dev.baton.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CleanTextTest {

  @Test
  void clean_text_stays_the_same_object() {
    String text = "plain, 😀 and \\u0000 as six characters";
    assertThat(CleanText.clean(text)).isSameAs(text);
  }

  @Test
  void a_nul_becomes_visible() {
    assertThat(CleanText.clean("a\0b")).isEqualTo("a␀b");
  }

  @Test
  void half_of_a_pair_is_replaced_and_a_whole_pair_kept() {
    assertThat(CleanText.clean("\uD83D")).isEqualTo("\uFFFD");
    assertThat(CleanText.clean("\uDE00\uD83D\uDE00\uD83D")).isEqualTo("\uFFFD😀\uFFFD");
  }

  @Test
  void json_is_cleaned_in_its_keys_and_values_however_they_are_escaped() {
    assertThat(CleanText.cleanJson("{\"a\\u0000\": [\"\\ud83d\", 1.50, true, null]}"))
        .isEqualTo("{\"a␀\":[\"\uFFFD\",1.5,true,null]}");
  }

  @Test
  void what_is_not_json_becomes_a_string_of_it() {
    assertThat(CleanText.cleanJson("{\"a\": ")).isEqualTo("\"{\\\"a\\\": \"");
    assertThat(CleanText.cleanJson("{} {}")).isEqualTo("\"{} {}\"");
    assertThat(CleanText.cleanJson("")).isEqualTo("\"\"");
  }
}
