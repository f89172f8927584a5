package dev.baton.server.embedded;

import dev.baton.server.embedded.DeploymentException.NoDatabaseHere;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/// The PostgreSQL programs that came as a Maven artifact, unpacked once.
///
/// They are kept in the data directory and not in a shared temporary one, where another user could
/// put programs of his own for us to run.
final class PostgresArchive {

  private PostgresArchive() {}

  /// The directory with `bin/postgres`, `bin/initdb` and `bin/pg_ctl`.
  static Path unpackInto(Path directory) throws IOException {
    var archive = find();
    var unpacked = directory.resolve("postgresql-" + checksum(archive));
    if (!Files.exists(unpacked)) {
      var unfinished = Files.createTempDirectory(directory, "unpacking-");
      try (var stream = archive.openStream()) {
        unpack(stream, unfinished);
      }
      Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rwxr-xr-x"));
      DataDirectory.publish(unfinished, unpacked);
    }
    return unpacked;
  }

  private static URL find() {
    var os =
        System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac")
            ? "darwin"
            : "linux";
    var arch = System.getProperty("os.arch");
    var name = "/postgres-%s-%s.txz".formatted(os, arch.equals("aarch64") ? "arm_64" : "x86_64");
    return Stream.ofNullable(PostgresArchive.class.getResource(name))
        .findFirst()
        .orElseThrow(() -> new NoDatabaseHere(os + " on " + arch));
  }

  // From the jar's directory: reading the archive itself would cost each start a tenth of a second.
  private static String checksum(URL archive) throws IOException {
    return archive.openConnection() instanceof JarURLConnection jar
        ? Long.toHexString(jar.getJarEntry().getCrc())
        : "unpacked";
  }

  private static void unpack(InputStream archive, Path directory) throws IOException {
    try (var tar = new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(archive)))) {
      for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        unpack(tar, entry, directory.resolve(entry.getName()).normalize());
      }
    }
  }

  private static void unpack(InputStream content, TarArchiveEntry entry, Path target)
      throws IOException {
    if (entry.isDirectory()) {
      Files.createDirectories(target);
      return;
    }
    Files.createDirectories(target.resolveSibling("."));
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
    } else {
      Files.copy(content, target);
      var executable = (entry.getMode() & 0100) != 0;
      Files.setPosixFilePermissions(
          target, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    }
  }
}
