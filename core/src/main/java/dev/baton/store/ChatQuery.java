package dev.baton.store;

import java.util.Map;
import java.util.Optional;

/// Which chats to list: newest `updated_at` first, keyset paged.
///
/// @param title a case-insensitive substring of the title
/// @param labels all of them must match
/// @param limit 1 to 200
/// @param after the `next` of the page before
public record ChatQuery(
    Optional<String> title,
    Optional<Boolean> archived,
    Map<String, String> labels,
    int limit,
    Optional<String> after) {}
