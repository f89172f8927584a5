package dev.baton.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// `conf/baton.yaml` against the records.
class ConfigDocumentTest {

  private static final Path DOCUMENT = Path.of("..", "conf", "baton.yaml");

  @Test
  void every_known_key_is_documented_and_every_documented_key_is_known() throws IOException {
    assertThat(documentedKeys())
        .containsExactlyInAnyOrderElementsOf(Schema.of(ServerConfig.DEFAULTS).keys());
  }

  @Test
  void every_documented_default_is_the_default() {
    assertThat(ServerConfig.load(Optional.of(DOCUMENT), Map.of())).isEqualTo(ServerConfig.DEFAULTS);
  }

  @Test
  void every_documented_key_has_a_comment_above_it() throws IOException {
    var above = "";
    for (var line : Files.readAllLines(DOCUMENT)) {
      if (line.matches("\\s*[a-z-]+:.*") && !line.matches("  retry:")) {
        assertThat(above).as("the line above '%s'", line).matches("\\s*#.*");
      }
      above = line;
    }
  }

  private static List<String> documentedKeys() throws IOException {
    List<String> keys = new ArrayList<>();
    collect("", new YAMLMapper().readTree(Files.readString(DOCUMENT)), keys);
    return keys;
  }

  private static void collect(String prefix, JsonNode section, List<String> keys) {
    for (var property : section.properties()) {
      var key = prefix + property.getKey();
      if (property.getValue().isObject()) {
        collect(key + ".", property.getValue(), keys);
      } else {
        keys.add(key);
      }
    }
  }
}
