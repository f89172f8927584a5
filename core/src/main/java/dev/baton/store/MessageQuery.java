package dev.baton.store;

import java.util.OptionalLong;

/// Which messages to read. Descending by id, except with `afterId` alone: ascending.
///
/// @param limit 1 to 200
public record MessageQuery(OptionalLong beforeId, OptionalLong afterId, int limit) {}
