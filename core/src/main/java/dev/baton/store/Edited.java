package dev.baton.store;

import dev.baton.chat.Message;
import java.util.List;

/// The message that replaced an edited one, and what went with that one.
public record Edited(Message message, List<Long> deletedMessageIds) {}
