/// Crowds of watchers before chats that speak at a rate of their own.
///
/// ```
///   Source: BatonSource │ RawSource          the same watchers, the same frames
///      gather ──► Crowd of rooms             all connected, all at rest
///      speak  ──► every room, open loop      the speaker keeps its rate, whatever the load
///                    │
///                 LoadRun ──► LoadFigures    latencies, throughput, cost, faults
/// ```
///
/// Open loop: each part has its moment, and one that is said late is late in the figures
/// ([Arrivals#takeSinceDue][dev.baton.bench.watch.Arrivals]); so a server that stalls cannot make
/// its own stall invisible. Calls block the thread that makes them, which is not an event loop.
@NullMarked
package dev.baton.bench.load;

import org.jspecify.annotations.NullMarked;
