package dev.baton.server.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.server.contract.Contract;
import dev.baton.server.contract.Judge;
import dev.baton.server.contract.Operation;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Our reading of the contract's schemas and somebody else's come to the same.
final class AgreementTest {

  private static final int BODIES = 3_000;

  private final JsonNode document = Contract.current().document();
  private final Judge judge = new Judge(document);
  private final List<Operation> operations =
      List.copyOf(
          Contract.current().operations().values().stream()
              .filter(operation -> operation.body().isPresent())
              .toList());

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void both_judges_say_the_same_of_any_body(long seed) {
    var random = new Random(seed);
    var samples = new JsonSamples(document, random);
    int good = 0;
    for (int i = 0; i < BODIES; i++) {
      var operation = operations.get(random.nextInt(operations.size()));
      JsonNode schema = operation.json().at("/requestBody/content/application~1json/schema");
      JsonNode body = samples.sound(schema);
      for (int slips = random.nextInt(3); slips > 0; slips--) {
        body = samples.spoilt(body);
      }
      if (body instanceof ObjectNode object && !hasOnlyOursToJudge(object)) {
        var ours = operation.check(object);
        var theirs = judge.fault(schema.get("$ref").textValue().substring(1), object);
        assertThat(ours.isEmpty())
            .as(
                "seed %d, body %d of %s: %s, ours %s, theirs %s",
                seed, i, operation.id(), object, ours, theirs)
            .isEqualTo(theirs.isEmpty());
        good += ours.isEmpty() ? 1 : 0;
      }
    }
    assertThat(good).isBetween(BODIES / 20, BODIES - BODIES / 20);
  }

  /// A null field is an absent one to us; blanks are Unicode's; and strict JSON has had its say
  /// before: no halves of surrogate pairs, no depth without end.
  private static boolean hasOnlyOursToJudge(JsonNode body) {
    String text = body.toString();
    return text.contains(":null")
        || text.length() > 50_000
        || text.contains("[[[[[[[[")
        || text.chars()
            .anyMatch(
                each -> Character.isSurrogate((char) each) || each == 0x2003 || each == 0xfeff);
  }
}
