package dev.baton.server.http;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// How the public listener behaves.
///
/// @param port 0 = any that is free
/// @param maxBodyBytes a longer request body is answered with 413
/// @param publicUrl what people type, when a proxy stands before this
/// @param experiments parts of the product that are switched on; chats need `agents`
/// @param sessionTtl how long a browser stays signed in
/// @param limits how much is taken on at once
/// @param healthApart health is asked on a listener of its own
public record HttpSettings(
    String host,
    int port,
    int maxBodyBytes,
    Optional<URI> publicUrl,
    Set<String> experiments,
    Duration sessionTtl,
    boolean healthApart,
    Limits limits) {}
