/// The agent loop: what the owner of a chat does with it, one step at a time.
///
/// ```
///   begin an attempt, and read the history it begins from
///     calls without a result?   run them ─────────► commit their results ─┐
///     otherwise                 call the model                           │
///                                 asks for tools ─► commit the calls ────┤
///                                 has answered ───► finish the turn      │
///                                 failed ─────────► note the retry ──────┤
///     ◄────────────────────────────────────────────────────────────────┘
/// ```
///
/// What must stay true:
/// - Every write goes through [Turn#commit], one statement fenced by what the loop last saw. A miss
///   is not an answer: the row is read again and acted on.
/// - Nothing is dispatched before its intent is committed and marked started.
/// - A step's content lives in one place, its [StepBuilder]; what exists at an interruption is what
///   that holds.
/// - There is one retry layer, [RetryPolicy], and its count is in the row.
///
/// All of it runs on the chat's virtual thread and waits with `Future.await()`. Only a model's
/// deltas are taken on the model's event loop, straight into the step and the live log; the end of
/// the call hands both back to the virtual thread.
@org.jspecify.annotations.NullMarked
package dev.baton.agent;
