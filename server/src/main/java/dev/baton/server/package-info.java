/// Wires, listens, authenticates, serves the page; and runs a whole deployment on one machine.
@NullMarked
package dev.baton.server;

import org.jspecify.annotations.NullMarked;
