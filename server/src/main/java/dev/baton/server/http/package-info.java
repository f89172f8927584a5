/// The public listener: routes, and what every request passes on its way to one.
///
/// ```
///   HttpListener ─ Router ─ Door ──────────────────────────────── Endpoint ─ store
///                           │ too much to do?  503, 429 ([Limits])   │
///                           │ experiment on?   404                   │
///                           │ draining write?  503                   │ decoder: 400 with fields
///                           │ who asks?        401, 403 (auth)       │
///                           │ as the contract says?  400             │
///                           │ body ≤ limit?    413                   ▼
///                           └──────────── Problems ◄── whatever was thrown or failed with
/// ```
///
/// A POST takes two steps more, so that one with an `Idempotency-Key` happens once:
///
/// ```
///   ChangeEndpoint ── decode, prepare ──► Change ── make ──► the stores it is given
///                                           └─ with a key: stores of one transaction, in which
///                                              [IdempotencyKeys] has the key and the answer kept
/// ```
///
/// What must stay true:
///
/// - A change is made with the stores it is given and waits for nothing else: a transaction may be
///   open around it, and holds what it has locked.
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
