/// The command line: what was asked for, and how the process ends.
///
/// `baton` (the launcher) finds a JDK, builds what is stale and comes here with `up` or `server`.
/// Exit codes: 0 after an orderly end, also by Ctrl-C or SIGTERM; 1 when something failed; 2 for a
/// wrong command line or configuration.
@NullMarked
package dev.baton.server.cli;

import org.jspecify.annotations.NullMarked;
