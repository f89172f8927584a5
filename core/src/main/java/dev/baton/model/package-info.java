/// Language models behind one port. A provider family has a subpackage; which one serves a chat is
/// decided by [ModelFactory] from its configuration, each time a call begins.
///
/// ```
///   agent ── stream(request) ──► SilenceGuard ──► ScriptedModel        a script
///     ▲                               │      └──► ChatCompletionsModel  openai, openai-compat
///     └──── deltas, one terminal ◄────┘      └──► RefusedModel          cannot be called
/// ```
///
/// What must stay true:
/// - A call ends with exactly one terminal event, whatever the provider does: silence, a torn
///   stream, an end without its end mark and an error in mid-stream all become [ModelEvent.Failed].
/// - A cancelled call closes its connection at once, in any phase.
/// - Failures are classified here, once, by [ErrorClassifier]; the same payload reaches client, row
///   and log.
/// - Keys are in no event, no error and no log.
/// - Nothing is tried twice: the agent loop has the only retry layer.
///
/// A call lives on one event loop ([LoopCall]) and never blocks it. All models pass the same
/// conformance suite.
@org.jspecify.annotations.NullMarked
package dev.baton.model;
