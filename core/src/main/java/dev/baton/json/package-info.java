/// The JSON shapes of `API.md`, which are also what the store keeps. One class a shape, written by
/// hand with Jackson's generator: the wire contract is read here, not guessed from annotations.
///
/// [CleanText] stands before everything that comes from models and tools: `jsonb` takes neither NUL
/// nor lone surrogates, and one of them would lose a whole step.
@org.jspecify.annotations.NullMarked
package dev.baton.json;
