/// Live streams to clients: a chat's, and a caller's list of chats; as WebSockets, or as
/// server-sent events from the same addresses.
///
/// ```
///   GET …/stream ─ Door ─ query (400) ─ transport (426) ─ may see the chat? (404) ─ upgrade
///                                                                                     │
///        dev.baton.stream  ◄── Watcher: leave, close ── WebSocketTransport ◄──────────┤
///              └── Sink: frames, full?, close ───────►  EventStreamTransport ◄────────┘
/// ```
///
/// What must stay true:
///
/// - Whatever can be refused is refused before the upgrade, with a status and the error body.
/// - The client sends nothing. A data frame from it ends the connection with 1003.
/// - A socket whose pongs stop is closed, so that a host that has vanished holds nothing for long.
/// - Access that is withdrawn closes the streams that stand on it with 1008 ([AccessGuard]).
/// - A stream has one way out: its closing, from whichever side, cancels its timer, takes it off
///   the guard's list and tells its watcher.
///
/// Everything of one connection happens on its event loop, but for the frames, which come from the
/// loop of the chat's feed; Vert.x takes those over to the socket's loop in order.
@org.jspecify.annotations.NullMarked
package dev.baton.server.websocket;
