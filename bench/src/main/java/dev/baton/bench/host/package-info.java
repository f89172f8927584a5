/// The machine the load runs on: processes that are started for it and ended with it, and what they
/// cost. Linux only, since it reads `/proc`. For any thread; everything blocks.
@NullMarked
package dev.baton.bench.host;

import org.jspecify.annotations.NullMarked;
