package dev.baton.simulation.store;

import dev.baton.chat.Chat;
import dev.baton.store.Actor;
import dev.baton.store.ChatPage;
import dev.baton.store.ChatQuery;
import dev.baton.store.MessagePage;
import dev.baton.store.MessageQuery;
import dev.baton.store.StoreException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/// Pages of chats and of messages.
final class ChatListing {

  /// A chat's place in a list. As text it is a page's `next`.
  private record Place(Instant updatedAt, String id) {

    static Place of(Chat chat) {
      return new Place(chat.updatedAt(), chat.id().toString());
    }

    static Place parse(String text) {
      try {
        String[] parts = text.split(" ", 2);
        if (parts.length == 2) {
          return new Place(Instant.parse(parts[0]), parts[1]);
        }
      } catch (DateTimeException e) {
        // told below
      }
      throw new StoreException.Invalid(
          "after", "This is not a cursor: pass on the next of the page before as it is.");
    }

    String text() {
      return updatedAt + " " + id;
    }
  }

  private static final Comparator<Place> NEWEST_FIRST =
      Comparator.comparing(Place::updatedAt).thenComparing(Place::id).reversed();

  private final StoreModel store;

  ChatListing(StoreModel store) {
    this.store = store;
  }

  ChatPage list(Actor actor, ChatQuery query) {
    var from = query.after().map(Place::parse);
    var oneMore =
        store.rows().stream()
            .filter(row -> lists(actor, row) && matches(query, row))
            .map(ChatRow::seen)
            .filter(after(from))
            .sorted(Comparator.comparing(Place::of, NEWEST_FIRST))
            .limit(query.limit() + 1L)
            .toList();
    if (oneMore.size() <= query.limit()) {
      return new ChatPage(oneMore, Optional.empty());
    }
    var page = List.copyOf(oneMore.subList(0, query.limit()));
    return new ChatPage(page, Optional.of(Place.of(page.getLast()).text()));
  }

  /// An auditor's list is everybody's, an admin's own.
  private static boolean lists(Actor actor, ChatRow row) {
    return actor.role() == Actor.Role.AUDITOR || row.ownerId.equals(actor.id());
  }

  private static boolean matches(ChatQuery query, ChatRow row) {
    return row.title
            .toLowerCase(Locale.ROOT)
            .contains(query.title().orElse("").toLowerCase(Locale.ROOT))
        && query.archived().orElse(row.archived) == row.archived
        && row.labels.entrySet().containsAll(query.labels().entrySet());
  }

  private static Predicate<Chat> after(Optional<Place> from) {
    return chat -> from.isEmpty() || NEWEST_FIRST.compare(Place.of(chat), from.get()) > 0;
  }

  static MessagePage messages(ChatRow row, MessageQuery query) {
    boolean first = query.beforeId().isEmpty() && query.afterId().isEmpty();
    boolean ascending = query.beforeId().isEmpty() && query.afterId().isPresent();
    var ids = Comparator.comparingLong(MessageRow::id);
    var oneMore =
        row.visible()
            .filter(message -> message.id() < query.beforeId().orElse(Long.MAX_VALUE))
            .filter(message -> message.id() > query.afterId().orElse(-1))
            .sorted(ascending ? ids : ids.reversed())
            .limit(query.limit() + 1L)
            .map(MessageRow::message)
            .toList();
    boolean hasMore = oneMore.size() > query.limit();
    return new MessagePage(
        hasMore ? List.copyOf(oneMore.subList(0, query.limit())) : oneMore,
        first ? row.queue.stream().map(QueuedRow::message).toList() : List.of(),
        hasMore);
  }
}
