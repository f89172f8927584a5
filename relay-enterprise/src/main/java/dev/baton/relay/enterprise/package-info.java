/// The relay: live parts of a chat, brought from the replica that runs it to the replicas whose
/// people watch it.
///
/// ```
///   replica A (runs the chat)                     replica B (has watchers)
///   EpisodeLog ──► RelayEndpoint ═══HTTP/2═══► RelayLink ──► mirror EpisodeLog ──► ChatFeed
///                                   one connection a pair,
///                                   one stream a relayed chat
/// ```
///
/// This module implements one port of `core` and decides nothing about chats. `server` finds it by
/// [java.util.ServiceLoader]; without it everything works, but live parts of a chat that runs
/// elsewhere are seen only as committed messages.
///
/// The relay is not built yet: until then a deployment streams live from the replica that runs the
/// chat, and shows committed messages everywhere else.
@org.jspecify.annotations.NullMarked
package dev.baton.relay.enterprise;
