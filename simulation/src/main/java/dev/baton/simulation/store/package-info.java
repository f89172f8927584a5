/// The store on plain maps: the same ports as PostgreSQL's, in one thread, from one seed. It is
/// also the specification of the store that runs: what a call does to the rows stands here without
/// SQL, locks or round trips, so read it first when a statement of `dev.baton.postgres` surprises
/// you.
///
/// [StoreModel] holds the rows; each port has a class over it. A change is a [ChatChange]: a copy
/// of the chat's row, the effects that [dev.baton.chat.ChatMachine] decided, then what the schema's
/// triggers keep, and at last the copy takes the row's place. Whatever is thrown on the way leaves
/// the store as it was.
///
/// What must stay true:
///
/// - A call is atomic and over when it returns; its future is complete. Time passes, and others
///   write, only between calls: whoever simulates a network puts the delays there.
/// - A row that was read never changes afterwards. Checkers may keep it.
/// - Time is the database's clock and comes from outside, as do ids and the place hints go to. A
///   hint is told after its change, and before the caller hears of it.
/// - The same seed, clock and calls give the same rows, answers and hints.
/// - The model is right if PostgreSQL agrees: both pass the same suites, and random walks compare
///   every answer, hint and row.
///
/// [Fence] names the comparisons that keep stale writers out. A test may leave one away, to see
/// that the simulation notices.
@org.jspecify.annotations.NullMarked
package dev.baton.simulation.store;
