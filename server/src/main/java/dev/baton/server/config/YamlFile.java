package dev.baton.server.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.baton.server.config.ConfigException.UnknownKey;
import dev.baton.server.config.ConfigException.Unreadable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/// `conf/baton.yaml` as flat keys. A key without a value is not set.
final class YamlFile {

  private static final YAMLMapper YAML =
      new YAMLMapper(
          YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build());

  private final String origin;
  private final Schema schema;
  private final Settings settings = new Settings();

  private YamlFile(String origin, Schema schema) {
    this.origin = origin;
    this.schema = schema;
  }

  /// @throws ConfigException when there is no such file, it is not YAML, or it has an unknown key
  static Settings read(Path path, Schema schema) {
    var file = new YamlFile(path.toString(), schema);
    var root = file.parse(path);
    if (!root.isObject() && !root.isMissingNode() && !root.isNull()) {
      throw new Unreadable(file.origin, "is not a mapping of keys to values");
    }
    file.collect("", root);
    return file.settings;
  }

  private JsonNode parse(Path path) {
    try {
      return YAML.readTree(Files.readString(path));
    } catch (JsonProcessingException e) {
      // The parser's own message quotes the file, and that may be a secret.
      var at = e.getLocation();
      var where = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
      throw new Unreadable(origin, "is not YAML, or names a key twice," + where);
    } catch (IOException e) {
      throw new Unreadable(origin, "cannot be read: " + e);
    }
  }

  private void collect(String prefix, JsonNode section) {
    section
        .properties()
        .forEach(property -> {
          var key = prefix + property.getKey();
          var value = property.getValue();
          if (value.isObject()) {
            collect(key + ".", value);
          } else {
            add(key, value);
          }
        });
  }

  private void add(String key, JsonNode value) {
    var text = text(value);
    if (text.isBlank() && isSection(key)) {
      return;
    }
    if (!schema.keys().contains(key)) {
      throw new UnknownKey(origin, "key " + key, schema.nearest(key));
    }
    if (!text.isBlank() || value.isArray()) {
      settings.put(key, text, origin);
    }
  }

  private boolean isSection(String key) {
    return schema.keys().stream().anyMatch(known -> known.startsWith(key + "."));
  }

  private static String text(JsonNode value) {
    return value.isArray()
        ? value.valueStream().map(JsonNode::asText).collect(Collectors.joining(","))
        : value.asText("");
  }
}
