/// Requests that nobody would send, at the server as it runs.
///
/// ```
///   Contract ─► Samples ─► Mutations ─► FuzzRequest ── RawConnection ─► replica ─► PostgreSQL
///               (sound)    (spoilt)                        │                          │
///                                                          ▼                          ▼
///                                                     FuzzTest: no 5xx, no hang;  Digest: no change
/// ```
///
/// Each request follows from the seed and its number alone, so that one line tells how to send it
/// again. What must hold:
///
/// - no 5xx but a 503 with `Retry-After`, and every answer is as the contract says;
/// - an answer, or the end of the connection, within [RawConnection#PATIENCE];
/// - what was refused has changed nothing in the database;
/// - in the end nothing is left: no connection, no watcher, no session, no heap.
@org.jspecify.annotations.NullMarked
package dev.baton.server.fuzz;
