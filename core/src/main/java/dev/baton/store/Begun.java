package dev.baton.store;

/// An attempt that has begun, and what it begins from.
///
/// @param after the row as it now stands
/// @param history of `after`'s history version, and of no other
public record Begun(TurnState after, TurnHistory history) {}
