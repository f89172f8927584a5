/// One lease for each replica, not for each chat: a row in the database that the replica renews
/// every `lease.renew-every`, and that others may act on when it is older than `lease.ttl`.
///
/// ```
///      start        answer                                  by our clock         by the database's
///        |------------|·······································|----- margin -----|
///        renewed somewhere in here                        no longer trusted     others may take over
/// ```
///
/// What must stay true:
///
/// - Trust runs from the *start* of a successful attempt, on the monotonic clock, and ends a margin
///   before anybody else's patience does. A slow success proves no more than a quick one.
/// - "Could not find out" is not "lost": trust lasts until its window closes, whatever fails
///   meanwhile. After that no tool is dispatched and no part shown, but a model call goes on: its
///   commit is fenced by the runner, not by the lease.
/// - An expired lease may be revived while its row stands. A row that is gone never comes back: the
///   replica goes on under a new worker id, and what ran under the old one is lost.
/// - One attempt at a time. Each has its own limit, and an answer that comes after it is not heard.
/// - Whoever was without trust takes nobody over for one `ttl` after it renews again: a pause of
///   the database makes every lease look expired, and the first to wake must not grab all.
///
/// [ReplicaLease] decides, [LeaseKeeper] acts. The clock of the virtual machine may stand still
/// while the host sleeps, so trust is a courtesy to people who watch; safety lies in the fences.
@org.jspecify.annotations.NullMarked
package dev.baton.lease;
