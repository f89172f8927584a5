package dev.baton.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.OpenAPIVersion;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

final class ContractDocumentTest {

  @Test
  void the_document_is_sound_openapi_3_1() {
    var vertx = Vertx.vertx();
    try {
      var document = new JsonObject(Contract.current().document().toString());
      var schemas = OpenAPIVersion.V3_1.getRepository(vertx, "https://baton.invalid").await();
      var result = OpenAPIVersion.V3_1.validateContract(vertx, schemas, document).await();
      assertThat(result.getValid()).as("%s", result.getErrors()).isTrue();
    } finally {
      vertx.close().await();
    }
  }

  @Test
  void every_operation_has_a_name_of_its_own_and_says_what_it_is_for() {
    var names = new HashSet<String>();
    for (var operation : Contract.current().operations().values()) {
      assertThat(names.add(operation.id())).as(operation.id()).isTrue();
      assertThat(operation.json().path("summary").asText()).as(operation.id()).isNotBlank();
      assertThat(operation.json().path("tags")).as(operation.id()).hasSize(1);
    }
  }
}
