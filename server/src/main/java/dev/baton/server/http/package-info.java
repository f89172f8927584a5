/// The public listener: routes, and what every request passes on its way to one.
///
/// ```
///   HttpListener ─ Router ─ Door ──────────────────────────────── Endpoint ─ store
///                           │ experiment on?   404                   │
///                           │ draining write?  503                   │ decoder: 400 with fields
///                           │ who asks?        401, 403 (auth)       │
///                           │ as the contract says?  400             │
///                           │ body ≤ limit?    413                   ▼
///                           └──────────── Problems ◄── whatever was thrown or failed with
/// ```
///
/// What must stay true:
///
/// - Nothing is read or changed for a request that is turned away: an endpoint decodes everything
///   before it asks the store.
/// - Every error has the one body of [Problem], also for unknown routes, other methods and what is
///   not even HTTP. [Problems] is the only place that turns failures into statuses; a failure
///   nobody foresaw tells the client an id and the log the rest.
/// - The form of a request is the contract's business: [RequestForm] has held it against the
///   document before a decoder sees it.
/// - Endpoints run on event loops and never block. Only long bodies are parsed elsewhere.
/// - Authorization is the store's business: an endpoint passes the actor on and looks at nothing.
/// - Paths are logged without their query, which may hold a sign-in link; bodies never.
@org.jspecify.annotations.NullMarked
package dev.baton.server.http;
