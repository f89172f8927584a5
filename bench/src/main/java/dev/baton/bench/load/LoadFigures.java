package dev.baton.bench.load;

import dev.baton.bench.watch.Faults;

/// What a load came to.
///
/// @param partsPerSecond delivered, over all watchers; merged ones count as many as they are
/// @param framesPerSecond delivered, over all watchers
/// @param travel from the worker's append to the watcher
/// @param sinceDue from the moment at which it should have been said
/// @param serverCores processor time of the servers per second; the database is not in it
/// @param ownCores processor time of this process per second
/// @param liveHeap bytes of all servers, after a collection, with all watchers still there
/// @param rss bytes of all servers, likewise
public record LoadFigures(
    double partsPerSecond,
    double framesPerSecond,
    double bytesPerSecond,
    Latency travel,
    Latency sinceDue,
    double serverCores,
    double ownCores,
    long liveHeap,
    long rss,
    Faults.Count faults) {}
