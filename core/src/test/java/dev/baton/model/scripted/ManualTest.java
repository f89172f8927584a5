package dev.baton.model.scripted;

import static dev.baton.model.Requests.ask;
import static dev.baton.model.Requests.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.model.ModelRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The manual's examples are scripts.
class ManualTest {

  private static final Pattern SETTINGS = Pattern.compile("(?s)```json\n(.*?)```");
  private static final Pattern COMMAND = Pattern.compile("(?m)^/script .*$");

  static Stream<ModelRequest> examples() throws IOException {
    var manual = Files.readString(Path.of("..", "docs", "scripted-model.md"));
    return Stream.concat(
        SETTINGS.matcher(manual).results().map(found -> ask(found.group(1), user("hi"))),
        COMMAND.matcher(manual).results().map(found -> ask("{}", user(found.group()))));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void each_example_can_be_played(ModelRequest example) {
    var position = Position.in(example.prompt());

    assertThat(Script.step(example, position)).isNotNull();
  }

  @Test
  void there_are_examples() throws IOException {
    assertThat(examples()).hasSizeGreaterThan(9);
  }

  @Test
  void each_key_of_a_step_is_explained() throws IOException {
    var manual = Files.readString(Path.of("..", "docs", "scripted-model.md"));

    assertThat(List.copyOf(Step.KEYS)).allMatch(key -> manual.contains("| `" + key + "` |"));
  }
}
