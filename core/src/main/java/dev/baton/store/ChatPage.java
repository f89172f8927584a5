package dev.baton.store;

import dev.baton.chat.Chat;
import java.util.List;
import java.util.Optional;

/// One page of a list.
///
/// @param next opaque; absent on the last page
public record ChatPage(List<Chat> chats, Optional<String> next) {}
