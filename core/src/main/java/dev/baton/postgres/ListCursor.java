package dev.baton.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.baton.chat.Chat;
import dev.baton.store.StoreException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.UUID;

/// A place in a list of chats that begins with the newest. As text it is opaque: base64url.
record ListCursor(OffsetDateTime updatedAt, UUID id) {

  /// Before the first chat.
  static final ListCursor NEWEST =
      new ListCursor(OffsetDateTime.parse("9999-12-31T00:00:00Z"), new UUID(-1, -1));

  static ListCursor after(Chat chat) {
    return new ListCursor(chat.updatedAt().atOffset(ZoneOffset.UTC), chat.id().value());
  }

  /// @throws StoreException.Invalid if it is not the text of a cursor
  static ListCursor parse(String text) {
    try {
      String[] parts = new String(Base64.getUrlDecoder().decode(text), UTF_8).split(" ", 2);
      if (parts.length == 2) {
        var updatedAt = Instant.parse(parts[0]).atOffset(ZoneOffset.UTC);
        return new ListCursor(updatedAt, UUID.fromString(parts[1]));
      }
    } catch (IllegalArgumentException | DateTimeException e) {
      // told below
    }
    throw new StoreException.Invalid(
        "after", "This is not a cursor: pass on the next of the page before as it is.");
  }

  String text() {
    var plain = updatedAt.toInstant() + " " + id;
    return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(UTF_8));
  }
}
