/// The raw limit of the machine: a Vert.x WebSocket server that knows nothing but to send the same
/// bytes to all who are connected, with the frames Baton would send and nothing of what Baton does
/// for it. It runs in a process of its own, with the options of the server's JVM.
@NullMarked
package dev.baton.bench.raw;

import org.jspecify.annotations.NullMarked;
