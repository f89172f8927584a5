package dev.baton.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.store.AccountStore.TokenDraft;
import dev.baton.store.Scope;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// Reads what token a user wants.
final class TokenDecoder {

  private static final int LONGEST_NAME = 100;
  private static final long TEN_YEARS_SECONDS = Duration.ofDays(3650).toSeconds();

  private TokenDecoder() {}

  static TokenDraft draft(ObjectNode body) {
    var validation = new Validation();
    var fields = Fields.of(body, validation);
    String name = fields.requiredName("name", LONGEST_NAME);
    var lifetime = fields.int64("expires_in", 1, TEN_YEARS_SECONDS);
    var scopes = fields.value("scopes").map(list -> scopes(fields, list));
    validation.finish();
    return new TokenDraft(
        name,
        scopes,
        lifetime.isPresent()
            ? Optional.of(Duration.ofSeconds(lifetime.getAsLong()))
            : Optional.empty());
  }

  private static Set<Scope> scopes(Fields fields, JsonNode list) {
    var scopes = EnumSet.noneOf(Scope.class);
    if (!list.isArray() || list.isEmpty()) {
      fields.reject("scopes", "must be an array with at least one scope.");
    }
    for (int i = 0; i < list.size(); i++) {
      var scope = Scope.ofWireName(list.path(i).asText());
      if (scope.isPresent()) {
        scopes.add(scope.get());
      } else {
        fields.reject("scopes[" + i + "]", "must be one of " + Scope.wireNames() + ".");
      }
    }
    return scopes;
  }
}
