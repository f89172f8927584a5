/// The worker: which chats this replica runs, and what each of them does next.
///
/// ```
///   hints, 1 s poll ──► Worker ──acquire──► a ChatVerticle per chat (virtual thread)
///                         ▲                    RunnerLogic decides, AgentLoop does
///                         │ 1 s                     │
///                  compare (chat, runner)           ▼
///                  with the store             fenced commits, hints
/// ```
///
/// What must stay true:
/// - The row decides. A hint only says that the row may have changed; a runner acts on the row that
///   it read or committed last, and reads it again whenever a commit missed.
/// - Hints of a runner's own commits are never taken for somebody else's: while a commit is under
///   way hints wait, and are judged by the row that the commit returned.
/// - A runner that lost its chat writes nothing and says nothing.
/// - A chat that was taken to be stopped, or while it waited for its client, is not run on: it is
///   let go, so that every chat that runs has been admitted within the caps.
/// - On shutdown no chat is left in `waiting` that had work left: it stays runnable and is
///   released.
///
/// The worker itself runs on one event loop; it never blocks and does one acquire or one comparison
/// at a time. Each chat runs on a virtual thread of its own.
@org.jspecify.annotations.NullMarked
package dev.baton.worker;
