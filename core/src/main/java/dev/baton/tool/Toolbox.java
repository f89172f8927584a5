package dev.baton.tool;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.cancellation.Cancellation;
import dev.baton.chat.ChatId;
import dev.baton.chat.Part;
import dev.baton.chat.UserId;
import dev.baton.json.Json;
import dev.baton.json.MalformedJson;
import dev.baton.model.ToolSpec;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// The tools that a chat has, by name.
public final class Toolbox {

  private final Map<String, Tool> tools = new LinkedHashMap<>();

  public Toolbox(Collection<? extends Tool> tools) {
    tools.forEach(tool -> this.tools.put(tool.spec().name(), tool));
  }

  public List<ToolSpec> specs() {
    return tools.values().stream().map(Tool::spec).toList();
  }

  public boolean has(String name) {
    return tools.containsKey(name);
  }

  /// Whether a call that was started before may be run again.
  public boolean isIdempotent(String name) {
    return Optional.ofNullable(tools.get(name)).map(Tool::isIdempotent).orElse(false);
  }

  /// Runs a call; never fails, since whatever goes wrong is an answer for the model.
  public Future<ToolOutput> run(
      ChatId chatId,
      UserId ownerId,
      Part.ToolCall call,
      Cancellation cancellation,
      Consumer<String> output) {
    Tool tool = tools.get(call.toolName());
    if (tool == null) {
      return Future.succeededFuture(
          ToolOutput.error(
              "There is no tool " + call.toolName() + ". Available: " + tools.keySet() + "."));
    }
    return args(call)
        .map(args ->
            run(
                tool,
                new ToolInvocation(chatId, ownerId, call.toolCallId(), args, cancellation, output)))
        .orElseGet(() ->
            Future.succeededFuture(
                ToolOutput.error(
                    "The arguments are not a JSON object. Call again with valid JSON.")));
  }

  private static Future<ToolOutput> run(Tool tool, ToolInvocation invocation) {
    Future<ToolOutput> output;
    try {
      output = tool.run(invocation);
    } catch (Exception e) {
      output = Future.failedFuture(e);
    }
    return output.otherwise(e -> ToolOutput.error("The tool failed: " + e.getMessage()));
  }

  private static Optional<JsonNode> args(Part.ToolCall call) {
    try {
      return Optional.of(Json.parse(call.argsJson())).filter(JsonNode::isObject);
    } catch (MalformedJson e) {
      return Optional.empty();
    }
  }
}
