/// Language models behind one port. A provider family has a subpackage; which one serves a chat is
/// decided by its model configuration, each time a call begins.
///
/// What must stay true:
/// - A call ends with exactly one terminal event, whatever the provider does: silence, a torn
///   stream, an end without its end mark and an error in mid-stream all become [ModelEvent.Failed].
/// - A cancelled call closes its connection at once, in any phase.
/// - Failures are classified here, once; the same payload reaches client, row and log.
/// - Keys are in no event, no error and no log.
@org.jspecify.annotations.NullMarked
package dev.baton.model;
