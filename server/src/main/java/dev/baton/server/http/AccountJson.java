package dev.baton.server.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.baton.store.Scope;
import dev.baton.store.Token;
import dev.baton.store.User;
import java.io.IOException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// Users and tokens as people see them.
final class AccountJson {

  private AccountJson() {}

  static void write(JsonGenerator out, User user) throws IOException {
    out.writeStartObject();
    out.writeStringField("id", user.id().toString());
    out.writeStringField("email", user.email());
    out.writeStringField("name", user.name());
    out.writeStringField("role", user.role().wireName());
    out.writeBooleanField("suspended", user.suspended());
    out.writeStringField("created_at", user.createdAt().toString());
    out.writeEndObject();
  }

  static void write(JsonGenerator out, Token token) throws IOException {
    out.writeStartObject();
    writeFields(out, token);
    out.writeEndObject();
  }

  /// The only time that the secret is shown.
  static void write(JsonGenerator out, Token token, String secret) throws IOException {
    out.writeStartObject();
    writeFields(out, token);
    out.writeStringField("token", secret);
    out.writeEndObject();
  }

  private static void writeFields(JsonGenerator out, Token token) throws IOException {
    out.writeStringField("id", token.id().toString());
    out.writeStringField("user_id", token.userId().toString());
    out.writeStringField("kind", token.kind().name().toLowerCase(Locale.ROOT));
    out.writeStringField("name", token.name());
    out.writeArrayFieldStart("scopes");
    for (Scope scope : token.scopes().stream().sorted().toList()) {
      out.writeString(scope.wireName());
    }
    out.writeEndArray();
    out.writeStringField("created_at", token.createdAt().toString());
    write(out, "expires_at", token.expiresAt());
    write(out, "last_used_at", token.lastUsedAt());
  }

  private static void write(JsonGenerator out, String field, Optional<Instant> time)
      throws IOException {
    if (time.isPresent()) {
      out.writeStringField(field, time.get().toString());
    }
  }
}
