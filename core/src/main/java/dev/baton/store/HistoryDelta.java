package dev.baton.store;

import dev.baton.chat.Message;
import java.util.List;

/// The messages that a holder of an older version lacks, by id.
///
/// @param reset a message it holds was deleted, or its version is unknown: it must drop all, and
///   `messages` are all there are
public record HistoryDelta(boolean reset, List<Message> messages) {}
