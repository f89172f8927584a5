/// Tools: what a model may do besides talking.
///
/// A tool runs at most once for a call, unless it says that it is idempotent. The agent loop sees
/// to that: intents are committed before anything is dispatched, `started` is written before each
/// dispatch, and a new owner that finds a started call without a result tells the model that the
/// outcome is unknown instead of running it again.
///
/// Errors of a tool are answers to the model, not failures of the turn; their text says what the
/// model can do about it.
@org.jspecify.annotations.NullMarked
package dev.baton.tool;
