package dev.baton.store;

/// A client's answer to one of its calls; `outputJson` is one JSON value.
public record ToolAnswer(String toolCallId, String outputJson, boolean isError) {}
