/// Cancellation with a cause.
///
/// Why something was stopped decides what is written afterwards: an interruption keeps the partial
/// answer and ends the turn, a shutdown leaves the chat runnable for the next owner. So the reason
/// travels with the signal, the first one wins, and whatever ends a run is written outside the
/// cancelled scope.
@org.jspecify.annotations.NullMarked
package dev.baton.cancellation;
