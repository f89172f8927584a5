/// What is measured, for Prometheus.
///
/// ```
///   core ── ports ──► Measured… (decorators: how often, how long, with what outcome)  ─┐
///   core ── questions (parts added, hints lost, lag, lease age): asked at a scrape  ───┼─► Metrics ─► GET /metrics
///   Vert.x ── VertxMeters (its own interfaces: requests, sockets, statements)  ────────┘
/// ```
///
/// What must stay true:
///
/// - Core knows no metrics library. What core knows best it counts in plain adders, and is asked;
///   what passes through a port is measured by a decorator that the wiring puts around it.
/// - No label carries an id, a user's text or anything else that grows: routes are patterns,
///   statements are a verb and a table, and what is beyond a bound is called `other`.
/// - A scrape asks the database one question at most every few seconds, waits for it for a bounded
///   time, and answers with what it knows: a database that is down must not blind those who look
///   for the reason.
/// - Every metric stands in `docs/operations.md`, and the other way round; a test holds that.
@org.jspecify.annotations.NullMarked
package dev.baton.server.metrics;
