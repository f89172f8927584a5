/// Traces for OpenTelemetry: what a request, a turn, a model call, a tool and a commit took, and
/// what belongs to what. Off unless `telemetry.otlp-endpoint` is set; then nothing here is even
/// made.
///
/// ```
///   request (W3C traceparent in) ·············· link ··············► turn
///      │ its hints carry its traceparent                              ├── commit
///      ▼                                                              ├── model call ─► traceparent out
///   ChatBus ── to all replicas ──► TurnTraces, where the turn begins  ├── commit
///                                                                     └── tool
/// ```
///
/// What must stay true:
///
/// - A turn is a trace of its own. It may begin after its request was answered, on another replica,
///   and answer several requests, so it is linked to the last request that moved its chat, and not
///   its child. The link travels with the hint: no hint, no link, and nothing else is lost.
/// - Attributes are ids, names and outcomes: never text of people or models, and no secret.
/// - A turn ends with the commit that finishes it, or when its run ends here, whichever is first;
///   so no span is left open. A turn that goes on elsewhere is another trace, with the same
///   `chat_id`.
/// - Tracing changes nothing: what fails here is not told to anybody.
@org.jspecify.annotations.NullMarked
package dev.baton.server.tracing;
