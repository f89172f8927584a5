package dev.baton.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.model.ProviderType;
import dev.baton.store.ModelStore.ProviderDraft;
import dev.baton.store.ModelStore.ProviderPatch;
import java.util.Map;
import java.util.Optional;

/// Reads what admins say about providers. What an address, a key or a header may be is the store's
/// to judge.
final class ProviderDecoder {

  private static final int LONGEST_NAME = 200;
  private static final int LONGEST_HEADER_NAME = 200;
  private static final int LONGEST_HEADER = 10_000;
  private static final int MOST_HEADERS = 50;

  private ProviderDecoder() {}

  static ProviderDraft draft(ObjectNode body) {
    var validation = new Validation();
    var fields = Fields.of(body, validation);
    var draft =
        new ProviderDraft(
            type(fields),
            fields.name("display_name", LONGEST_NAME),
            fields.text("base_url"),
            fields.text("api_key"),
            headers(fields).orElse(Map.of()),
            fields.flag("enabled").orElse(true));
    validation.finish();
    return draft;
  }

  static ProviderPatch patch(ObjectNode body) {
    var validation = new Validation();
    var fields = Fields.of(body, validation);
    var patch =
        new ProviderPatch(
            fields.name("display_name", LONGEST_NAME),
            fields.text("base_url"),
            fields.text("api_key"),
            headers(fields),
            fields.flag("enabled"));
    validation.finish();
    return patch;
  }

  private static ProviderType type(Fields fields) {
    var name = fields.required("provider", fields.text("provider"));
    if (name.isEmpty()) {
      return ProviderType.SCRIPTED; // never used: the field has been rejected
    }
    return ProviderType.ofWireName(name.get())
        .orElseThrow(() ->
            fields.refusal(
                "provider", "Invalid provider. Use one of " + ProviderType.wireNames() + "."));
  }

  private static Optional<Map<String, String>> headers(Fields fields) {
    return fields.texts("headers", MOST_HEADERS, LONGEST_HEADER_NAME, LONGEST_HEADER);
  }
}
