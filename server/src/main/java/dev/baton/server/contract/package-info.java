/// The wire contract as the server itself reads it: the OpenAPI document in `openapi/`, and what
/// follows from it for a request.
///
/// ```
///   openapi/*.yaml ── Contract ──┬── document()             served to everybody
///                                └── operation(GET, path) ── Parameter ─┐
///                                                        └── body ──────┴── Schema ── Violation
/// ```
///
/// What must stay true:
///
/// - The document is the only place where the form of a request is written down. Decoders map what
///   has passed; they keep what no schema can say: references, order of two fields, strict JSON.
/// - A keyword that is not checked here may not stand in a request's schema: reading the document
///   fails, and so does the start.
/// - A check is linear in the size of what is checked, and stops after [Violations#MOST] findings.
/// - Nothing here knows HTTP: values come in as text or JSON, and violations go out.
@org.jspecify.annotations.NullMarked
package dev.baton.server.contract;
