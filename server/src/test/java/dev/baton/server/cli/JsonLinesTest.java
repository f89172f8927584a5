package dev.baton.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class JsonLinesTest {

  private static String line(@Nullable Throwable thrown, KeyValuePair... pairs) {
    var logger = new LoggerContext().getLogger("dev.baton.worker.Runs");
    var event = new LoggingEvent("", logger, Level.INFO, "chat acquired", thrown, new Object[0]);
    event.setKeyValuePairs(List.of(pairs));
    return new String(new JsonLines().encode(event), StandardCharsets.UTF_8);
  }

  private static JsonNode json(@Nullable Throwable thrown, KeyValuePair... pairs) {
    return Json.parse(line(thrown, pairs).strip());
  }

  @Test
  void key_values_are_fields_of_their_own_type() {
    var json = json(null, new KeyValuePair("chat_id", "c1"), new KeyValuePair("attempt", 7L));
    assertThat(json.path("message").textValue()).isEqualTo("chat acquired");
    assertThat(json.path("level").textValue()).isEqualTo("INFO");
    assertThat(json.path("logger").textValue()).isEqualTo("dev.baton.worker.Runs");
    assertThat(json.path("chat_id").textValue()).isEqualTo("c1");
    assertThat(json.path("attempt").longValue()).isEqualTo(7);
    assertThat(json.path("time").textValue()).endsWith("Z");
  }

  @Test
  void an_exception_and_line_breaks_stay_in_one_line() {
    var line = line(new IllegalStateException("a\nb"), new KeyValuePair("reason", "c\nd"));
    assertThat(line.strip().lines()).hasSize(1);
    assertThat(Json.parse(line.strip()).path("exception").textValue())
        .contains("IllegalStateException: a\nb");
  }

  @Test
  void a_key_value_cannot_pass_for_the_message() {
    var json = json(null, new KeyValuePair("message", "forged"));
    assertThat(json.path("message").textValue()).isEqualTo("chat acquired");
    assertThat(json.path("message_").textValue()).isEqualTo("forged");
  }
}
