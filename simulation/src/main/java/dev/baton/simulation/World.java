package dev.baton.simulation;

/// What everybody in one history shares.
///
/// @param tally how often what was exercised, over many histories
record World(Timeline timeline, Chronicle chronicle, Weather weather, Tally tally) {}
