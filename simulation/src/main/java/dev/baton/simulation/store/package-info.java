/// A model of the store: the ports of [dev.baton.store] on plain maps, held against PostgreSQL by
/// the suite that both must pass.
@org.jspecify.annotations.NullMarked
package dev.baton.simulation.store;
