package dev.baton.store;

import dev.baton.chat.ChatId;

/// What a chat's model calls cost.
///
/// @param totalMicros millionths of a dollar, of the calls that had a price
/// @param requestCount committed model calls
/// @param unpricedRequestCount those of them whose price was not known
public record Cost(ChatId chatId, long totalMicros, long requestCount, long unpricedRequestCount) {}
