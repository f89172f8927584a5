/// A whole cluster in one thread, from one seed, under faults, checked at every event.
///
/// ```
///   People ──► ChatStore        Worker ─ Runner ─ AgentLoop        ChatFeeds ──► Watcher ─ Viewer
///                  │              │        LeaseKeeper                 │            (reads, checks)
///   ═══════════════╪══════════════╪════ production code ═══════════════╪══════════════════════════
///                  └──────┬───────┴──────────────┬─────────────────────┘
///                       Wire                HintNetwork              Provider, ServerTool
///           late, lost, silent, cut off    late, lost, doubled       talk, refuse, tear, fall silent
///                         │
///                      Witness ──► StoreModel       all of it on a Host each, and on one Timeline
/// ```
///
/// What is simulated is only what lies outside of a replica: time, the network, the database, the
/// provider, people. A [Replica] is put together from the production classes as the server does it.
/// Runners are plain blocking code, so their virtual threads run on the timeline's own scheduler
/// ([SimulatedThreads]): a history has one thread, and the same seed gives the same history.
///
/// What must stay true:
///
/// - Nothing decides but the seed: no clock, no hash of an object's identity, no other thread.
///   Histories that run at the same time share nothing that one of them could wait for; so logging
///   is off, and the first history of a process runs alone.
/// - The store is atomic and instant; all that may go wrong on the way to it is the matter of
///   [Wire]. A replica hears of its commit, and tells others of it, only when the answer reaches
///   it.
/// - What was promised is noted where it becomes true, at the store's desk ([Witness]), before
///   anybody can lose the answer.
/// - Checks are made after each event, of what it touched. The first that fails ends the history.
///
/// A history has three parts: some seconds of faults; then calm, in which all chats must come to
/// rest, answered, and every viewer must show what the store holds; then everybody leaves, and
/// nothing may be left on any replica: no timer, no thread, no feed.
///
/// A [Mutation] takes one safeguard away, to see that the checks would miss it.
///
/// Not here: parts of other replicas (there is no relay yet; their watchers see what is committed),
/// the list of chats, HTTP, and PostgreSQL itself, to which the model of the store is held by a
/// suite of its own.
@org.jspecify.annotations.NullMarked
package dev.baton.simulation;
