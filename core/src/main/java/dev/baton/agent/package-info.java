/// The agent loop: what the owner of a chat does with it, one step at a time.
///
/// ```
///   begin an attempt, and read the history it begins from
///     calls without a result?   run them ─────────► commit their results ─┐
///     asked for, or too long?   call for a summary ► commit the summary ──┤
///     otherwise                 call the model                           │
///                                 asks for tools ─► commit the calls ────┤
///                                 has answered ───► finish the turn      │
///                                 failed ─────────► note the retry ──────┤
///                                 cannot read so much ► summary, as above ┤
///     ◄────────────────────────────────────────────────────────────────┘
/// ```
///
/// What must stay true:
/// - Every write goes through [Turn#commit], one statement fenced by what the loop last saw. A miss
///   is not an answer: the row is read again and acted on.
/// - An attempt begins in the statement that reads its history, so a text step is that statement
///   and its commit. Calls that were just committed are run in the episode that began with them;
///   nobody reads them back, unless it is for a second time.
/// - Nothing is dispatched before its intent is committed and marked started.
/// - A step's content lives in one place, its [StepBuilder]; what exists at an interruption is what
///   that holds.
/// - A summary takes the place of the history for the model alone, in one statement; people still
///   see all of it. What was asked since the last answer goes on word for word. A summary that
///   fails on its own account does not end a turn.
/// - There is one retry layer, [RetryPolicy], and its count is in the row.
///
/// All of it runs on the chat's virtual thread and waits with `Future.await()`. Only a model's
/// deltas are taken on the model's event loop, straight into the step and the live log; the end of
/// the call hands both back to the virtual thread.
@org.jspecify.annotations.NullMarked
package dev.baton.agent;
