/// Everything that speaks SQL: the ports of [dev.baton.store] on PostgreSQL, 15 or newer.
///
/// What must stay true:
///
/// - A chat changes only while its row is locked, and `snapshot_version` grows by one each time;
///   only the read cursor, which no decision depends on, moves without. People's changes lock first
///   and then look around ([PgChatStore]); a worker's change is one statement whose `WHERE` is the
///   fence ([PgTurnStore]), and beside the locked row it reads only what the fence pins down.
/// - Nothing waits for long while it holds a row: every session has time limits, see
///   [DatabaseConfig], and so a paused or lost host frees its rows within seconds.
/// - `NOTIFY` never runs inside a transaction that writes; hints leave after the commit.
/// - Every SQL text is a constant beside its use. Data travels as parameters only, JSON as
///   `$n::text::jsonb`.
///
/// When PostgreSQL cannot be reached, or not do it in time, futures fail with
/// [dev.baton.store.StoreException.Unavailable] and the caller may try again; whether a change that
/// was under way has been made is then unknown, and is found out by reading, or by asking again
/// under the same key ([PgIdempotency]). [Unavailability] draws that line, and [StorePool] and
/// [Transactions] are where every failure passes it. Anything else is a fault of ours.
@org.jspecify.annotations.NullMarked
package dev.baton.postgres;
