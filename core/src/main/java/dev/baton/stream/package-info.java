/// What a watcher of a chat is told, and when.
///
/// ```
///   a commit                                            a part
///
///   TurnStore / ChatStore                               AgentLoop
///        │ after the commit                                  │ one delta, one seq
///     ChatBus ── hint ──┐                               EpisodeLog ◄─ LocalParts, or a relay
///        ·              │                                    │ wake, at most once until it is read
///     versions ─ 1 s ───┤                                    │
///                       ▼                                    ▼
///   ┌ ChatFeed ─────────────────────────────────────────────────────────────┐
///   │  is it worth a read? ─► StreamStore.read              Preview         │  one per chat,
///   │                              │                           │            │  one context
///   │                        StreamLogic: events in order      │ ranges     │
///   │                              ▼                           ▼            │
///   │                  Audience: encoded once for all who stand alike       │
///   └──────────┬───────────────────────┬───────────────────────┬────────────┘
///          ChatStream              ChatStream              ChatStream     one cursor each
///              ▼                       ▼                       ▼
///            Sink                    Sink                    Sink         one socket each
/// ```
///
/// What must stay true:
///
/// - A hint only ever causes a read, and what was read makes the events. One read at a time serves
///   all watchers of a chat, and those who join: they get a snapshot at the very version at which
///   they are attached, so nobody joins between versions.
/// - The order of the events of one change is fixed ([StreamLogic]); the change ends with `synced`.
///   What was produced before a change is shown before it, so a message comes after its parts and
///   before the `preview_reset` that drops them.
/// - A part is shown only of the episode that the last `synced` named, from the worker that the
///   database names, and never of an attempt that has failed. It comes from a log by index, so it
///   is the next one by construction: there is nothing to drop and there are no holes.
/// - The watermark of a watcher ([ChatStream]) is the cursor its client would come back with. A
///   socket that is full holds nothing but that: parts wait in their log, and if something durable
///   happens meanwhile the watcher joins anew, as if it had reconnected. So it costs a cursor,
///   holds up nobody, and is never cut off for being slow. Only what one join sends is written
///   whole.
/// - A cursor that names what never was is void: `preview_reset`, `history_reset`, and everything
///   from the beginning.
///
/// When things fail: a lost hint is made up for within a second by comparing versions; a failed
/// read is made again after a growing pause, and after five the watchers are sent away with 1011,
/// to come back to this replica or another; parts that cannot be had (their worker is elsewhere and
/// there is no relay) reset the preview, and the committed message follows. A chat that is gone
/// closes its streams with 1000.
///
/// [ChatWatch] is the smaller sister: a user's list of chats. Its reads are one at a time and its
/// events are differences to what it told last.
///
/// Where code runs: a feed and all its streams on one Vert.x context, that of whoever opened it
/// first; registries ([ChatFeeds], [ChatWatches]) on any thread. [StreamLogic], [Told] and
/// [StreamEvent] are pure.
@org.jspecify.annotations.NullMarked
package dev.baton.stream;
