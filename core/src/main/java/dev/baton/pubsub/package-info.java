/// Hints: that something changed, never what.
///
/// PostgreSQL is the only truth. A hint only ever causes a read, so losing, doubling, delaying or
/// reordering hints costs time and nothing else. Whoever holds something that hints keep fresh
/// subscribes first, then reads, and compares versions with the store once a second and at every
/// [ChatBus.Listener#onResync].
@org.jspecify.annotations.NullMarked
package dev.baton.pubsub;
