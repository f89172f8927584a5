/// What is measured, one class a question; each has its goals and is one command.
///
/// A scenario gets a [Stage] of its own, so that none inherits another's heap, and answers with a
/// [Result]. What is compared with the raw limit is measured in turns with it, in rounds, and the
/// median of the rounds counts: on a shared machine neighbours come and go.
@NullMarked
package dev.baton.bench.scenario;

import org.jspecify.annotations.NullMarked;
