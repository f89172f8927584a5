package dev.baton.store;

import dev.baton.chat.Message;
import dev.baton.chat.QueuedMessage;
import java.util.List;

/// One page of a history; the queue comes with a page that was asked for without a cursor.
public record MessagePage(List<Message> messages, List<QueuedMessage> queued, boolean hasMore) {}
