/// The product as a stranger sees it: these tests start its real processes and speak to them only
/// over HTTP and WebSocket, and share no code with the server's side of the wire. On each exchange
/// the contract's witness looks on, and what is not in the document fails the test that saw it.
///
/// ```
///   BatonClient ── routes ─────────────┐
///   Watcher ─ socket ─► StreamChecker  ├──►  Cluster: baton up ─► replicas, PostgreSQL
///                         │            │         (kill -9, SIGTERM, start again)
///                         ▼            │
///                      StreamView  == GET /messages
/// ```
///
/// [StreamView] is what a careful browser would show. [StreamChecker] judges every frame before it
/// gets there: order, gaps, repeats, and whether what was shown is what was committed. A breach
/// carries the whole history of its watcher.
@NullMarked
package dev.baton.server.e2e;

import org.jspecify.annotations.NullMarked;
