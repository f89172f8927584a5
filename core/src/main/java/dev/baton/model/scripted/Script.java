package dev.baton.model.scripted;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.json.Json;
import dev.baton.json.MalformedJson;
import dev.baton.model.ModelRequest;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Turns of steps: the n-th step of the m-th turn answers the n-th call after the user's m-th
/// message. After the last turn that one is played again; after the last step of a turn the model
/// has nothing to add.
record Script(List<List<Step>> turns, Pace pace) {

  private static final String SETTINGS = "model_config";
  private static final String COMMAND = "/script";
  private static final Set<String> TURNS = keys("turns");
  private static final Set<String> STEPS = keys("steps");

  /// What the model answers: as the user's last message commands, else as the settings say, else in
  /// the demo's own words.
  static Step step(ModelRequest request, Position position) {
    var settings = new Keys(SETTINGS, parse(SETTINGS, request.settings()));
    var pace = Pace.READING.overriddenBy(settings);
    if (position.userText().startsWith(COMMAND + " ")) {
      var commanded = parse(COMMAND, position.userText().substring(COMMAND.length()));
      return of(COMMAND, commanded, pace).at(position);
    }
    return settings.has("script")
        ? of(settings.path("script"), settings.node("script"), pace).at(position)
        : Step.saying(DemoAnswer.to(position.userText()), pace);
  }

  private static Script of(String path, JsonNode script, Pace pace) {
    if (!script.has("turns")) {
      return new Script(List.of(turn(path, script, pace)), pace);
    }
    var keys = new Keys(path, script).only(TURNS);
    var ownPace = pace.overriddenBy(keys);
    var turns = keys.list("turns", (at, turn) -> turn(at, turn, ownPace));
    if (turns.isEmpty()) {
      throw new MalformedScript(keys.path("turns"), "must hold at least one turn");
    }
    return new Script(turns, ownPace);
  }

  /// A list of steps, the same as an object's `steps`, or a single step.
  private static List<Step> turn(String path, JsonNode turn, Pace pace) {
    if (turn.isArray()) {
      return Keys.list(path, turn, (at, step) -> Step.of(new Keys(at, step), pace));
    }
    var keys = new Keys(path, turn);
    if (!turn.has("steps")) {
      return List.of(Step.of(keys, pace));
    }
    var ownPace = pace.overriddenBy(keys.only(STEPS));
    return keys.list("steps", (at, step) -> Step.of(new Keys(at, step), ownPace));
  }

  private Step at(Position position) {
    var turn = turns.get(Math.clamp(position.turn(), 1, turns.size()) - 1);
    return position.step() <= turn.size()
        ? turn.get(position.step() - 1)
        : Step.saying("Done.", pace);
  }

  private static Set<String> keys(String own) {
    return Stream.concat(Stream.of(own), Pace.KEYS.stream()).collect(Collectors.toSet());
  }

  private static JsonNode parse(String path, String json) {
    try {
      return Json.parse(json);
    } catch (MalformedJson e) {
      throw new MalformedScript(path, "must be JSON: " + e.getMessage());
    }
  }
}
