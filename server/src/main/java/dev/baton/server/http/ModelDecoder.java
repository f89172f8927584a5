package dev.baton.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.store.ModelStore.ModelDraft;
import dev.baton.store.ModelStore.ModelPatch;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/// Reads what admins say about models.
final class ModelDecoder {

  private static final int LONGEST_NAME = 200;
  private static final UUID NONE = new UUID(0, 0);

  private ModelDecoder() {}

  static ModelDraft draft(ObjectNode body) {
    var validation = new Validation();
    var fields = Fields.of(body, validation);
    var draft =
        new ModelDraft(
            fields.required("model_provider_id", fields.uuid("model_provider_id")).orElse(NONE),
            fields.requiredName("model", LONGEST_NAME),
            fields.name("display_name", LONGEST_NAME),
            contextLimit(fields).orElse(0),
            compressionThreshold(fields),
            fields.flag("is_default").orElse(false),
            fields.flag("enabled").orElse(true),
            settings(fields).orElse("{}"));
    if (fields.value("context_limit").isEmpty()) {
      throw fields.refusal("context_limit", "Context limit is required.");
    }
    validation.finish();
    return draft;
  }

  static ModelPatch patch(ObjectNode body) {
    var validation = new Validation();
    var fields = Fields.of(body, validation);
    var patch =
        new ModelPatch(
            fields.name("model", LONGEST_NAME),
            fields.name("display_name", LONGEST_NAME),
            contextLimit(fields),
            compressionThreshold(fields),
            fields.flag("is_default"),
            fields.flag("enabled"),
            settings(fields));
    validation.finish();
    return patch;
  }

  private static OptionalInt contextLimit(Fields fields) {
    var limit = fields.integer("context_limit", Integer.MIN_VALUE, Integer.MAX_VALUE);
    if (limit.isPresent() && limit.getAsInt() <= 0) {
      throw fields.refusal("context_limit", "Context limit must be greater than zero.");
    }
    return limit;
  }

  private static OptionalInt compressionThreshold(Fields fields) {
    return fields.integer("compression_threshold", 0, 100);
  }

  private static Optional<String> settings(Fields fields) {
    return fields.object("model_config").map(JsonNode::toString);
  }
}
