package dev.baton.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUrlTest {

  @Test
  void all_its_parts_are_read() {
    var url =
        DatabaseUrl.parse("postgresql://me:p%40ss+1@db.example.com:6432/chats?sslmode=require");

    assertThat(url)
        .isEqualTo(
            new DatabaseUrl(
                "me",
                Optional.of(new Secret("p@ss+1")),
                "db.example.com",
                6432,
                "chats",
                Optional.of("require")));
    assertThat(url.reveal())
        .isEqualTo("postgresql://me:p%40ss%2B1@db.example.com:6432/chats?sslmode=require");
  }

  @Test
  void password_port_and_mode_may_be_left_out() {
    var url = DatabaseUrl.parse("postgres://me@[::1]/chats");

    assertThat(url.password()).isEmpty();
    assertThat(url.reveal()).isEqualTo("postgresql://me@[::1]:5432/chats");
  }

  @Test
  void its_text_has_no_password() {
    assertThat(DatabaseUrl.parse("postgres://me:s3cret@h/db"))
        .hasToString("postgresql://me@h:5432/db");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "jdbc:postgresql://h/db",
        "postgresql://h/db",
        "postgresql://me@h",
        "postgresql://me@h:99999/db",
        "postgresql://me@h/db?sslmode=maybe",
        "postgresql://me@h/db?user=you"
      })
  void another_shape_is_refused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> DatabaseUrl.parse(text));
  }
}
