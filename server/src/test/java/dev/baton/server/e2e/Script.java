package dev.baton.server.e2e;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A message that tells the scripted model what to answer it with, and what that is.
///
/// @param message what to send
/// @param texts what the model says, step by step
record Script(String message, List<String> texts) {

  /// All it says, in one.
  String answer() {
    return String.join("", texts);
  }

  /// Says some words, one every so many milliseconds.
  static Script words(String name, int words, int delayMillis) {
    return of(say(name, words, delayMillis));
  }

  /// The same, but the first attempt ends with this status after some words.
  static Script failingOnce(String name, int words, int delayMillis, int status, int after) {
    ObjectNode step = say(name, words, delayMillis);
    step.putObject("fail").put("status", status).put("after_chunks", after).put("times", 1);
    return of(step);
  }

  /// Says some words, and then every attempt ends with this status.
  static Script failing(String name, int words, int delayMillis, int status) {
    ObjectNode step = say(name, words, delayMillis);
    step.putObject("fail").put("status", status).put("after_chunks", words);
    return of(step);
  }

  /// Says something, calls a tool, and says something about it.
  static Script calling(String name, String tool, ObjectNode args, int delayMillis) {
    ObjectNode call = say(name + ", calling", 4, delayMillis);
    call.putArray("tool_calls").addObject().put("name", tool).set("args", args);
    return of(call, say(name + ", called", 4, delayMillis));
  }

  private static ObjectNode say(String name, int words, int delayMillis) {
    String text =
        IntStream.rangeClosed(1, words)
            .mapToObj(word -> "word" + word)
            .collect(Collectors.joining(" ", "Answer to " + name + ": ", ". "));
    return Wire.object().put("text", text).put("delay_ms", delayMillis);
  }

  private static Script of(ObjectNode... steps) {
    ArrayNode turn = Wire.object().putArray("steps").addAll(List.of(steps));
    return new Script(
        "/script " + turn,
        List.of(steps).stream().map(step -> step.path("text").textValue()).toList());
  }
}
