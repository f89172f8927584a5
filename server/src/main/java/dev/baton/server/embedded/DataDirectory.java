package dev.baton.server.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.baton.server.embedded.DeploymentException.DirectoryInUse;
import dev.baton.server.embedded.DeploymentException.DirectoryUnusable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/// The directory that `up` keeps everything in, held by one process at a time.
public final class DataDirectory implements AutoCloseable {

  private static final int KEY_BYTES = 32;

  private final Path path;
  private final FileChannel lock;

  private DataDirectory(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /// Creates the directory if need be and holds it until [#close] or the end of the process.
  ///
  /// @throws DeploymentException when another process holds it, or it cannot be written
  public static DataDirectory hold(Path path) {
    try {
      var directory = Files.createDirectories(path).toRealPath();
      Files.createDirectories(directory.resolve("logs"));
      return new DataDirectory(directory, lock(directory));
    } catch (IOException e) {
      throw new DirectoryUnusable(path, e);
    }
  }

  Path path() {
    return path;
  }

  Path log(String process) {
    return path.resolve("logs", process + ".log");
  }

  /// A random key of 32 bytes in base64, made when it is asked for the first time.
  String key(String name) {
    var file = path.resolve(name);
    try {
      if (!Files.exists(file)) {
        createKey(file);
      }
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new DirectoryUnusable(path, e);
    }
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new DirectoryUnusable(path, e);
    }
  }

  /// Gives a finished file or directory its name, for good: after a power cut it has it or not.
  static void publish(Path unfinished, Path target) throws IOException {
    Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
    try (var parent = FileChannel.open(target.resolveSibling("."), StandardOpenOption.READ)) {
      parent.force(true);
    }
  }

  private static FileChannel lock(Path directory) throws IOException {
    var file = directory.resolve("up.lock");
    var channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    if (channel.tryLock() == null) {
      channel.close();
      throw new DirectoryInUse(directory, Files.readString(file).strip());
    }
    channel.truncate(0);
    channel.write(UTF_8.encode(ProcessHandle.current().pid() + System.lineSeparator()));
    return channel;
  }

  private void createKey(Path file) throws IOException {
    var unfinished = path.resolve(file.getFileName() + ".new");
    Files.deleteIfExists(unfinished);
    Files.createFile(
        unfinished,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try (var channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(randomKey().getBytes(UTF_8)));
      channel.force(true);
    }
    publish(unfinished, file);
  }

  private static String randomKey() {
    var bytes = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }
}
