package dev.baton.model;

/// A tool as a model is told of it.
///
/// @param inputSchemaJson a JSON Schema of the arguments, of type object
public record ToolSpec(String name, String description, String inputSchemaJson) {}
