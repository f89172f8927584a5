/// The reading side of the load: what comes out of a stream, as cheaply as it can be read and still
/// be judged.
///
/// The load shares the processors with what it measures, so a frame is scanned once and nothing of
/// it is kept: its parts are checked by number ([PartOrder]) and their stamps become latencies
/// ([Arrivals]). The same watcher reads Baton's streams and the raw broadcast's. What the content
/// of the events must be is not judged here; the tests of the server do that.
@NullMarked
package dev.baton.bench.watch;

import org.jspecify.annotations.NullMarked;
