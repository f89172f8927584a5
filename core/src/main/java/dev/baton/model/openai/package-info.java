/// Providers that speak Chat Completions, OpenAI's own among them.
///
/// ```
///   ModelRequest ── RequestBody ──► POST …/chat/completions
///                                        │
///   ModelEvent ◄── AnswerReader ◄── EventStream ◄── CompletionsCall (Vert.x HttpClient)
/// ```
///
/// The request is built from langchain4j's wire types. The answer is read from the JSON tree: a
/// typed reader refuses a whole chunk for one field that is off the specification, and it takes two
/// calls with the same index for one. The transport is ours, because nothing else closes the
/// connection in every phase, keeps the headers of an error, and tells a torn stream from a
/// finished one.
///
/// What must stay true:
/// - An answer is finished only by `[DONE]` or by an end after at least one `finish_reason`. An end
///   without either, a reset, or an error event among the chunks is a failure.
/// - Cancelling closes the connection (HTTP/2: resets the stream) whatever it is waiting for.
/// - What has been read of a failure is bounded.
@org.jspecify.annotations.NullMarked
package dev.baton.model.openai;
