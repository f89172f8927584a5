/// The domain, in plain Java: what a chat is and what may happen to it. No I/O, no clock.
///
/// [ChatMachine] decides. It is given a [ChatState] and a [ChatCommand] and answers with a
/// [Decision]: the state to land in and the [Effect]s that bring the row there, or a refusal.
/// Thirteen states are named by status, archive flag and queue:
///
/// ```
///   N   absent            W   waiting           E0 E1  error, queue empty / not
///   R0 R1  running        I0 I1  interrupting   A0 A1  requires_action
///   XW XE0 XE1  archived
/// ```
///
/// Everything else is `Invalid` and leaves only by reconciling. `docs/state-machine.md` is written
/// by the test that walks every state × command pair.
///
/// Ownership (who runs a chat) is a separate axis and is not part of the state: it is taken and
/// given up by acquire and release, and every commit of an owner is fenced by it.
@org.jspecify.annotations.NullMarked
package dev.baton.chat;
