/// A whole deployment on one machine: PostgreSQL, the replicas, and the process that watches them.
///
/// ```
///   ./baton up ── Deployment ──┬── EmbeddedDatabase      its own session: Ctrl-C does not reach it
///    (supervisor)              ├── Replica 0  ◄─ pipe    each a process of its own, on port, port+1 …
///                              └── Replica 1  ◄─ pipe
///
///   DIR/up.lock     held by the one supervisor       DIR/postgres/         the data
///   DIR/secret.key  encrypts secrets at rest         DIR/logs/             one log a process
/// ```
///
/// What must stay true, whatever was killed and when:
/// - What PostgreSQL acknowledged is on disk: `fsync`, `synchronous_commit` and `full_page_writes`
///   are on, and nothing here ever deletes a data directory.
/// - Everything that takes several steps on disk (unpacking, `initdb`, a new key) happens under
///   another name and becomes visible by one rename. A kill leaves rubbish, never half a thing.
/// - One supervisor a directory, by a file lock, which the kernel gives back when it dies. The next
///   one first waits for replicas of the dead one, then stops its server, then starts.
/// - A replica ends when its supervisor is gone: it reads end of file on its standard input.
/// - The database stops last.
@NullMarked
package dev.baton.server.embedded;

import org.jspecify.annotations.NullMarked;
