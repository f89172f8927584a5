package dev.baton.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import dev.baton.bench.host.HostException;
import dev.baton.bench.host.Machine;
import dev.baton.bench.scenario.Goal;
import dev.baton.bench.scenario.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Results for programs: the machine, and a list of scenarios with their goals and all figures.
final class ReportFile {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .addModule(new SimpleModule().addSerializer(Duration.class, new ToStringSerializer()))
          .build();

  private ReportFile() {}

  static JsonNode json(Object value) {
    return MAPPER.valueToTree(value);
  }

  /// @throws HostException when the file cannot be written
  static void write(Path file, Machine machine, List<Result> results) {
    ObjectNode report = MAPPER.createObjectNode();
    report.put("at", Instant.now().toString());
    report.set("machine", json(machine));
    var scenarios = report.putArray("scenarios");
    results.forEach(result -> scenarios.add(json(result)));
    try {
      Files.writeString(file, MAPPER.writeValueAsString(report));
    } catch (IOException e) {
      throw new HostException(file + " cannot be written: " + e.getMessage());
    }
  }

  private static JsonNode json(Result result) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("scenario", result.scenario());
    var goals = json.putArray("goals");
    for (Goal goal : result.goals()) {
      goals
          .addObject()
          .put("name", goal.name())
          .put("goal", goal.wanted())
          .put("measured", goal.found())
          .put("value", goal.measured())
          .put("met", goal.isMet());
    }
    json.set("faults", json((Object) result.faults()));
    json.set("figures", json((Object) result.figures()));
    return json;
  }

  /// @throws HostException when there is no report in the file
  static JsonNode read(Path file) {
    try {
      var report = MAPPER.readTree(Files.readString(file));
      if (!report.path("scenarios").isArray()) {
        throw new HostException(file + " is not a report that --json has written");
      }
      return report;
    } catch (IOException e) {
      throw new HostException(file + " cannot be read: " + e.getMessage());
    }
  }
}
