/// Time, passed in. Only this package reads clocks, sleeps or sets timers.
@org.jspecify.annotations.NullMarked
package dev.baton.time;
