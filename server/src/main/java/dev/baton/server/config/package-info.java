/// What can be set, and the only place that reads it.
///
/// The records are the schema. Component `renewEvery` of the section `lease` is the key
/// `lease.renew-every` in `conf/baton.yaml` and the variable `BATON_LEASE_RENEW_EVERY`; its type
/// says how it is written, `DEFAULTS` what it is when nobody sets it, the compact constructor what
/// is allowed.
///
/// ```
///  ServerConfig.DEFAULTS ◄── conf/baton.yaml ◄── BATON_… environment      (the right one wins)
/// ```
///
/// What must stay true:
/// - A key that does not exist, a value of the wrong type and a value that is not allowed each stop
///   the start, with one line that names the key, where it was set, what was found and what is
///   allowed. Nothing is ignored and nothing is corrected.
/// - `conf/baton.yaml` names every key with its default; a test compares it with the records.
/// - A secret is a [Secret]: neither `toString` nor an error shows it.
@NullMarked
package dev.baton.server.config;

import org.jspecify.annotations.NullMarked;
