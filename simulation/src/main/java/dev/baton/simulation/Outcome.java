package dev.baton.simulation;

import java.util.List;
import java.util.Optional;

/// What became of one history.
///
/// @param events how many there were
/// @param lines one for each, if they were kept
record Outcome(
    long seed, Optional<Violation> violation, long events, List<String> lines, Tally tally) {}
