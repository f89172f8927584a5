package dev.baton.store;

import java.util.List;

/// What an acquire took.
///
/// @param othersWait chats are still in line, for a slot that is not free
public record Taken(List<Acquired> chats, boolean othersWait) {

  public static final Taken NOTHING = new Taken(List.of(), false);
}
