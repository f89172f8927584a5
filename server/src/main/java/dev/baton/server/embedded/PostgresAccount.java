package dev.baton.server.embedded;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Whom the programs of PostgreSQL run as. They refuse to run as root, so root runs them
///
/// - in a user namespace without a user, where the files stay root's own; or, where the kernel or a
///   container forbids that,
/// - as `nobody`, who may then pass through directories that are root's; or
/// - as the owner of the data, if that is someone else.
final class PostgresAccount {

  private static final long ROOT = 0;
  private static final long NOBODY = 65_534;

  private final List<String> prefix;
  private final long owner;

  private PostgresAccount(List<String> prefix, long owner) {
    this.prefix = prefix;
    this.owner = owner;
  }

  /// @param data the data directory, which need not exist
  static PostgresAccount forData(Path data) throws IOException {
    var self = new UnixSystem().getUid();
    var owner = Files.exists(data) ? owner(data) : self;
    if (self != ROOT) {
      return new PostgresAccount(List.of(), self);
    } else if (owner != ROOT) {
      return as(owner);
    }
    return mayUnshare() ? new PostgresAccount(List.of("unshare", "-U"), ROOT) : as(NOBODY);
  }

  List<String> command(Path program, List<String> arguments) {
    List<String> command = new ArrayList<>(prefix);
    command.add(program.toString());
    command.addAll(arguments);
    return command;
  }

  /// An empty directory that is this account's own.
  Path createDirectory(Path parent, String name) throws IOException {
    var directory = Files.createTempDirectory(parent, name);
    if (owner != owner(directory)) {
      Files.setAttribute(directory, "unix:uid", (int) owner);
    }
    return directory;
  }

  private static PostgresAccount as(long user) {
    return new PostgresAccount(
        List.of(
            "setpriv",
            "--reuid=" + user,
            "--regid=" + user,
            "--clear-groups",
            "--inh-caps=+dac_override",
            "--ambient-caps=+dac_override",
            // Without it access(2), which initdb asks, would not count the capability.
            "--securebits=+no_setuid_fixup"),
        user);
  }

  private static boolean mayUnshare() throws IOException {
    return Program.succeeds(List.of("unshare", "-U", "true"));
  }

  private static long owner(Path path) throws IOException {
    return ((Number) Files.getAttribute(path, "unix:uid")).longValue();
  }
}
