package dev.baton.model;

import io.vertx.core.buffer.Buffer;

/// A file that a message of the prompt names.
///
/// @param mediaType of what the bytes are: an image, a PDF, or a text in UTF-8
public record Attachment(String mediaType, String name, Buffer bytes) {}
