package dev.baton.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatementKindTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT 1 | select",
        "SELECT * FROM chats WHERE id = $1 FOR NO KEY UPDATE | select chats",
        "UPDATE chats SET a = 1 FROM x | update chats",
        "INSERT INTO replicas (id) VALUES ($1) ON CONFLICT (id) DO UPDATE SET a = 1 | insert replicas",
        "DELETE FROM replicas WHERE id = $1 | delete replicas",
        "WITH m AS (INSERT INTO chat_messages (x) SELECT 1) SELECT * FROM m | insert chat_messages",
        "WITH p AS (SELECT id FROM chats FOR UPDATE SKIP LOCKED) UPDATE chats c SET a = 1 | update chats",
        "SELECT pg_notify($1, payload) FROM unnest($2::text[]) AS payload | notify",
        "LISTEN baton_hints | listen",
        "'' | other"
      })
  void a_statement_is_known_by_its_change_or_else_by_what_it_reads(String sql, String kind) {
    assertThat(StatementKind.of(sql)).isEqualTo(kind);
  }
}
