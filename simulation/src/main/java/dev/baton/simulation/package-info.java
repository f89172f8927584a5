/// A whole cluster in one thread, from one seed: workers, streams and a store model under lost
/// hints, lost answers, pauses and deaths, checked after every event.
@org.jspecify.annotations.NullMarked
package dev.baton.simulation;
