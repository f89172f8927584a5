package dev.baton.chat;

/// The version columns of a chat's row. `snapshot` grows by one with every transition; the others
/// are the snapshot version of their last change, so two rows are compared field by field.
///
/// @param attempt counts the episodes since the last change of the history; 0 = none yet
public record Versions(long snapshot, long history, long queue, long retryState, long attempt) {}
