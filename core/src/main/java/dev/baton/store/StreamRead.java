package dev.baton.store;

import dev.baton.chat.QueuedMessage;
import java.util.List;
import java.util.Optional;

/// One consistent read of a chat for its feed.
///
/// @param delta the changes since the feed's own version, if it gave one
/// @param joining what a subscriber that joins now lacks, if one does
/// @param queue the whole queue, in order, if it moved since the feed's version or somebody joins
public record StreamRead(
    StreamRow row,
    Optional<HistoryDelta> delta,
    Optional<HistoryDelta> joining,
    Optional<List<QueuedMessage>> queue) {}
