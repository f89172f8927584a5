package dev.baton.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads the tools that a chat's client executes itself.
final class DynamicTools {

  /// What all providers take for a name.
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");

  private static final int MOST = 128;
  private static final int LONGEST_DESCRIPTION = 10_000;

  private DynamicTools() {}

  /// A JSON array of `{name, description, input_schema}`, empty if there are none.
  static String json(Fields chat) {
    var tools = JsonNodeFactory.instance.arrayNode();
    var names = new HashSet<String>();
    for (Fields tool : chat.objects("dynamic_tools")) {
      tools.add(tool(tool, names));
    }
    if (tools.size() > MOST) {
      chat.reject("dynamic_tools", "must not have more than " + MOST + " tools.");
    }
    return tools.toString();
  }

  private static JsonNode tool(Fields tool, Set<String> names) {
    String name = tool.required("name", tool.text("name")).orElse("");
    if (!NAME.matcher(name).matches()) {
      tool.reject("name", "must be 1 to 64 letters, digits, underscores or hyphens.");
    } else if (!names.add(name)) {
      tool.reject("name", "is taken by another tool.");
    }
    var json = JsonNodeFactory.instance.objectNode();
    json.put("name", name);
    json.put("description", tool.name("description", LONGEST_DESCRIPTION).orElse(""));
    json.set("input_schema", tool.object("input_schema").orElseGet(DynamicTools::noInput));
    return json;
  }

  private static ObjectNode noInput() {
    var schema = JsonNodeFactory.instance.objectNode();
    schema.put("type", "object");
    schema.putObject("properties");
    return schema;
  }
}
