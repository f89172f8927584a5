/// Live parts: what a worker produces before it is committed, in memory, while people watch.
///
/// An *episode* is one model call or one batch of tools of one chat. Its parts are numbered 1, 2, 3
/// … by its [EpisodeLog]: one delta of the provider is one `seq`. Each text is held once, with one
/// end offset per `seq`, so any range can be served exactly, and adjacent deltas merged:
///
/// ```
///   seq       1      2     3       4            5        6
///          ┌──────┬─────┬──────┐┌───────┐   ┌────────┬───────┐
///   run    │ Hel  │ lo, │ how  ││ call  │   │ {"pat  │ h":1} │
///          └──────┴─────┴──────┘└───────┘   └────────┴───────┘
///            text                 whole       arguments of a call
///
///   read(from 2) → [seq 3, count 2, "lo, how"] [seq 4, call] [seq 6, count 2, …]
/// ```
///
/// What must stay true:
///
/// - A writer is never slowed: adding is one short lock, whoever reads.
/// - A reader holds an index and nothing is queued for it. It is woken at most once until it reads,
///   so a slow one costs an integer and later gets fewer, larger stretches.
/// - Nothing is dropped unseen. The live output of one call, and an episode as a whole, are
///   bounded; what is beyond the bound is announced by one visible marker. The committed message
///   has it all.
/// - What is added is fit for JSON: clean text, valid arguments and results. A surrogate pair that
///   the provider tore apart is put together again.
/// - While the replica cannot trust its lease, its logs show nothing; they still take what the
///   worker adds, since the lease may be revived.
///
/// [LocalParts] holds the logs of this replica's worker. A closed log stays for a while, because a
/// reader may hear of an episode when it is already over. The memory of all logs together is
/// bounded only by the number of chats a replica runs at once times the bound of an episode.
@org.jspecify.annotations.NullMarked
package dev.baton.parts;
