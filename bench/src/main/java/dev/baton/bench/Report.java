package dev.baton.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.bench.host.Machine;
import dev.baton.bench.scenario.Goal;
import dev.baton.bench.scenario.Result;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;

/// Results for people.
final class Report {

  private static final String ROW = "%-17s %-50s %12s %14s  %s%n";

  private final PrintWriter out;

  Report(PrintWriter out) {
    this.out = out;
  }

  void show(Machine machine) {
    out.println(machine);
    out.flush();
  }

  void show(Result result) {
    out.println();
    out.println(result.scenario());
    result.figures().forEach((name, figure) -> show("  ", name, ReportFile.json(figure)));
    result.goals().forEach(goal -> out.println("  " + sentence(goal)));
    out.println("  " + result.faults());
    result.faults().details().forEach(detail -> out.println("    " + detail));
    out.flush();
  }

  /// All goals in one table.
  void summarize(List<Result> results) {
    if (results.stream().allMatch(result -> result.goals().isEmpty())) {
      return;
    }
    out.println();
    out.printf(ROW, "scenario", "figure", "goal", "measured", "");
    for (Result result : results) {
      for (Goal goal : result.goals()) {
        out.printf(ROW, result.scenario(), goal.name(), goal.wanted(), goal.found(), verdict(goal));
      }
    }
    out.flush();
  }

  private void show(String indent, String name, JsonNode figure) {
    if (figure.isContainerNode() && !isFlat(figure)) {
      out.println(indent + name);
      if (figure.isArray()) {
        int index = 1;
        for (JsonNode each : figure) {
          show(indent + "  ", String.valueOf(index++), each);
        }
      } else {
        for (Map.Entry<String, JsonNode> field : figure.properties()) {
          show(indent + "  ", field.getKey(), field.getValue());
        }
      }
    } else {
      out.println(indent + name + ": " + text(figure));
    }
  }

  /// An object of plain values stands in one line.
  private static boolean isFlat(JsonNode figure) {
    return figure.isObject() && figure.valueStream().noneMatch(JsonNode::isContainerNode);
  }

  private static String text(JsonNode figure) {
    if (figure.isObject()) {
      return String.join(
          ", ",
          figure.properties().stream()
              .map(field -> field.getKey() + " " + text(field.getValue()))
              .toList());
    }
    return figure.isFloatingPointNumber()
        ? "%,.2f".formatted(figure.doubleValue())
        : figure.asText();
  }

  private static String sentence(Goal goal) {
    return "%s: %s (goal %s, %s)"
        .formatted(goal.name(), goal.found(), goal.wanted(), verdict(goal));
  }

  private static String verdict(Goal goal) {
    return goal.isMet() ? "ok" : "MISSED";
  }
}
