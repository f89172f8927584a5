package dev.baton.server.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.baton.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SchemaTest {

  private static final int MANY = 100_000;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{type: integer}                     | 1                     |",
        "{type: integer}                     | 1.0                   |",
        "{type: integer}                     | 1.5                   | must be an integer.",
        "{type: integer}                     | '1'                   | must be an integer.",
        "{type: integer}                     | 9223372036854775808   | must be between -9223372036854775808 and 9223372036854775807.",
        "{type: integer, maximum: 9}         | 10                    | must be between -9223372036854775808 and 9.",
        "{type: string, minLength: 2}        | 'a'                   | must have at least 2 characters.",
        "{type: string, maxLength: 1}        | '😀'                  |",
        "{type: string, maxLength: 1}        | 'ab'                  | must have at most 1 characters.",
        "{type: string, format: uuid}        | '1-1-1-1-1'           | must be a UUID.",
        "{type: string, pattern: '^a'}       | 'ba'                  | does not match ^a.",
        "{enum: [a, b]}                      | 'c'                   | must be one of a, b.",
        "{const: a}                          | 'c'                   | must be a.",
        "{type: [string, 'null']}            | null                  |",
        "{type: [string, 'null']}            | 1                     | must be one of these: string, null.",
        "{type: array, minItems: 1}          | []                    | must have at least 1 entries.",
        "{type: array, items: {type: boolean}} | [true, 1]           | [1] must be true or false.",
        "{properties: {a: {type: string}}}   | {'a': null}           |",
        "{required: [a], properties: {a: {type: string}}} | {'a': null} | a is required.",
        "{required: [a], properties: {a: {type: [string, 'null']}}} | {'a': null} |",
        "{propertyNames: {maxLength: 1}}     | {'ab': 1}             | ab must have at most 1 characters.",
        "{additionalProperties: {type: string}} | {'a': 1}           | a must be a string.",
        "{additionalProperties: {type: string}, maxProperties: 0} | {'a': 'b'} | must have at most 0 entries.",
        "{type: string, x-fault: {pattern: no.}, pattern: b} | 'a'   | no.",
      })
  void a_value_is_held_against_a_schema(String schema, String value, String fault) {
    assertThat(faults(schema, value)).isEqualTo(Stream.ofNullable(fault).toList());
  }

  @Test
  void what_the_contract_calls_a_refusal_comes_with_the_violation() {
    var found = new Violations();
    schema("{x-message: Not so., properties: {a: {type: string}}}")
        .check(Json.parse("{\"a\":1}"), Place.of(""), found);
    assertThat(found.all().getFirst().message()).contains("Not so.");
  }

  @Test
  void only_the_first_faults_of_many_are_told() {
    var body = Json.parse("{\"content\":[" + "7,".repeat(MANY) + "7]}");
    assertThat(createChat().check((ObjectNode) body)).hasSize(Violations.MOST);
  }

  @Test
  void a_keyword_that_is_not_checked_is_no_keyword_for_requests() {
    assertThatIllegalArgumentException().isThrownBy(() -> schema("{multipleOf: 2}"));
    assertThatIllegalArgumentException().isThrownBy(() -> schema("{format: email}"));
    assertThatIllegalArgumentException().isThrownBy(() -> schema("{oneOf: [{type: string}]}"));
  }

  @Test
  void values_of_parameters_are_read_by_their_type() {
    var operation = Contract.current().operation("GET", "/api/v1/chats");
    var values =
        Map.of(
            "limit",
            List.of("x"),
            "archived",
            List.of("1"),
            "label",
            List.of("a:b", "nocolon"),
            "q",
            List.of(""));
    assertThat(operation.check(at -> values.getOrDefault(at.name(), List.of())))
        .extracting(Violation::field)
        .containsExactly("archived", "label", "limit");
  }

  private static Operation createChat() {
    return Contract.current().operation("POST", "/api/v1/chats");
  }

  private static List<String> faults(String schema, String value) {
    var found = new Violations();
    schema(schema).check(Json.parse(value.replace('\'', '"')), Place.of(""), found);
    return found.all().stream().map(Violation::sentence).toList();
  }

  private static Schema schema(String yaml) {
    try {
      JsonNode node = new YAMLMapper().readTree(yaml);
      return new SchemaReader(node).read(node);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
