package dev.baton.simulation.store;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Replaces what differs between two stores that did the same: ids by the order in which they were
/// first said, and moments by the fact that there was one.
final class Names {

  private static final Pattern UUID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
  private static final Pattern TIME =
      Pattern.compile(
          "(?<=next=Optional\\[)[^\\]]+|(?<=queuedForCapacity=)\\w+"
              + "|\\d{4}-\\d\\d-\\d\\dT[\\d:.]+(Z|\\+00:00)|PT-?[\\d.HMS-]+");
  private static final Pattern MESSAGE = Pattern.compile("(?<=\\bMessage\\[id=)\\d+");
  private static final Pattern QUEUED =
      Pattern.compile("(?<=QueuedMessage\\[id=|queuedMessageId=OptionalLong\\[)\\d+");
  private static final Pattern DELETED = Pattern.compile("(?<=deletedMessageIds=\\[)[\\d, ]+");
  private static final Pattern NUMBER = Pattern.compile("\\d+");

  private static final Set<String> MOMENTS =
      Set.of(
          "created_at",
          "updated_at",
          "runnable_since",
          "retry_at",
          "requires_action_deadline_at",
          "compaction_requested_at",
          "started_at",
          "settled_at");

  private final Map<String, String> names = new HashMap<>();

  String in(String said) {
    var text = TIME.matcher(said).replaceAll("some-time");
    text = UUID.matcher(text).replaceAll(id -> name("#", id.group()));
    text = MESSAGE.matcher(text).replaceAll(this::message);
    text = QUEUED.matcher(text).replaceAll(id -> name("q", id.group()));
    return DELETED
        .matcher(text)
        .replaceAll(ids -> NUMBER.matcher(ids.group()).replaceAll(this::message));
  }

  private String message(MatchResult id) {
    return name("m", id.group());
  }

  /// A row's columns, in the order of their names.
  String row(JsonNode row) {
    var columns = new TreeMap<String, String>();
    boolean isQueued = !row.has("role") && row.has("content");
    row.properties()
        .forEach(column ->
            columns.put(column.getKey(), value(column.getKey(), column.getValue(), isQueued)));
    return columns.toString();
  }

  private String value(String column, JsonNode value, boolean isQueued) {
    if (value.isNull() || (value.isNumber() && value.longValue() == 0)) {
      return value.toString();
    }
    if (MOMENTS.contains(column)) {
      return "some-time";
    }
    return switch (column) {
      case "id" ->
          value.isNumber() ? name(isQueued ? "q" : "m", value.asText()) : in(value.asText());
      case "message_id", "last_read_message_id" -> name("m", value.asText());
      case "queued_message_id" -> name("q", value.asText());
      case "context_from_id" -> "after " + name("m", Long.toString(value.longValue() - 1));
      default -> in(ordered(value));
    };
  }

  /// Objects in the order of their keys, which JSON leaves open.
  private static String ordered(JsonNode value) {
    if (value.isArray()) {
      return value.valueStream().map(Names::ordered).toList().toString();
    }
    if (value.isObject()) {
      var fields = new TreeMap<String, String>();
      value.properties().forEach(field -> fields.put(field.getKey(), ordered(field.getValue())));
      return fields.toString();
    }
    return value.toString();
  }

  private String name(String kind, String id) {
    return names.computeIfAbsent(kind + id, _ -> kind + names.size());
  }
}
