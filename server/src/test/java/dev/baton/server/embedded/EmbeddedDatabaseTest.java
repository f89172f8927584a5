package dev.baton.server.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseTest {

  private static final int NOBODY = 65_534;

  @TempDir static Path shared;
  @TempDir Path temporary;

  private DataDirectory directory;
  private EmbeddedDatabase database;

  @BeforeEach
  void start() throws IOException {
    directory = hold(temporary.resolve("with a space"));
    database = EmbeddedDatabase.start(directory, 50);
  }

  @AfterEach
  void stop() {
    database.stop();
    directory.close();
  }

  @Test
  void it_keeps_what_it_acknowledges() throws SQLException {
    assertThat(query("SHOW fsync")).containsExactly("on");
    assertThat(query("SHOW synchronous_commit")).containsExactly("on");
    assertThat(query("SHOW full_page_writes")).containsExactly("on");
  }

  @Test
  void it_listens_on_the_loopback_address_only() throws SQLException {
    assertThat(query("SHOW listen_addresses")).containsExactly("127.0.0.1");
    assertThat(query("SHOW unix_socket_directories")).containsExactly("");
  }

  @Test
  void text_is_utf_8_and_sorted_alike_on_every_machine() throws SQLException {
    assertThat(query("SHOW server_encoding")).containsExactly("UTF8");
    assertThat(query("SELECT datlocale FROM pg_database WHERE datname = 'baton'"))
        .containsExactly("C.UTF-8");
  }

  @Test
  void acknowledged_commits_survive_a_kill_of_all_its_processes() throws Exception {
    update("CREATE TABLE acknowledged (n int)");
    for (var n = 0; n < 100; n++) {
      update("INSERT INTO acknowledged VALUES (" + n + ")");
    }

    kill(processes());
    database = EmbeddedDatabase.start(directory, 50);

    assertThat(query("SELECT count(*) FROM acknowledged")).containsExactly("100");
  }

  @Test
  void it_starts_over_a_server_that_still_lives() throws Exception {
    update("CREATE TABLE kept AS SELECT 1 AS n");
    var abandoned = server();

    database = EmbeddedDatabase.start(directory, 50);

    assertThat(query("SELECT n FROM kept")).containsExactly("1");
    assertThat(Processes.awaitEnd(List.of(abandoned), Duration.ofSeconds(30))).isTrue();
    assertThat(server().pid()).isNotEqualTo(abandoned.pid());
  }

  @Test
  void a_foreign_process_with_the_dead_servers_id_is_left_alone() throws Exception {
    kill(processes());
    var stranger = new ProcessBuilder("sleep", "600").start();
    try {
      renamePostmaster(stranger.pid());

      database = EmbeddedDatabase.start(directory, 50);

      assertThat(query("SELECT 1")).containsExactly("1");
      assertThat(stranger.isAlive()).isTrue();
    } finally {
      stranger.destroyForcibly().waitFor();
    }
  }

  @Test
  void a_server_that_was_killed_is_started_again_on_its_port() throws Exception {
    var port = database.port();
    server().destroyForcibly();
    database.awaitEnd();

    database.startAgain();

    assertThat(database.port()).isEqualTo(port);
    assertThat(query("SELECT 1")).containsExactly("1");
  }

  @Test
  void an_interrupted_first_start_leaves_nothing_that_a_second_one_would_use() throws Exception {
    var other = temporary.resolve("interrupted");
    Files.createDirectories(other.resolve("initializing-1"));
    Files.writeString(other.resolve("initializing-1").resolve("postgresql.conf"), "half a li");
    try (var held = hold(other)) {
      EmbeddedDatabase.start(held, 50).stop();
    }
    assertThat(other.resolve("postgres").resolve("PG_VERSION")).hasContent("18\n");
  }

  @Test
  @EnabledIf("isRoot")
  void root_serves_the_data_of_another_user_as_that_user() throws Exception {
    update("CREATE TABLE kept AS SELECT 1 AS n");
    database.stop();
    var data = directory.path().resolve("postgres");
    try (var files = Files.walk(data)) {
      for (var file : files.toList()) {
        Files.setAttribute(file, "unix:uid", NOBODY);
      }
    }

    database = EmbeddedDatabase.start(directory, 50);

    assertThat(query("SELECT n FROM kept")).containsExactly("1");
    assertThat(Files.getAttribute(data.resolve("postmaster.pid"), "unix:uid")).isEqualTo(NOBODY);
  }

  static boolean isRoot() {
    return new UnixSystem().getUid() == 0;
  }

  private static DataDirectory hold(Path path) throws IOException {
    var directory = DataDirectory.hold(path);
    var programs = PostgresArchive.unpackInto(shared);
    Files.createSymbolicLink(directory.path().resolve(programs.getFileName()), programs);
    return directory;
  }

  private ProcessHandle server() throws IOException {
    return new PostmasterFile(directory.path().resolve("postgres")).server().orElseThrow();
  }

  private List<ProcessHandle> processes() throws IOException {
    var server = server();
    return Stream.concat(Stream.of(server), server.descendants()).toList();
  }

  private static void kill(List<ProcessHandle> processes) {
    processes.forEach(ProcessHandle::destroyForcibly);
    assertThat(Processes.awaitEnd(processes, Duration.ofSeconds(30))).isTrue();
  }

  private void renamePostmaster(long pid) throws IOException {
    var file = directory.path().resolve("postgres").resolve("postmaster.pid");
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    lines.set(0, Long.toString(pid));
    Files.write(file, lines);
  }

  private void update(String sql) throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:" + url());
        var statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  private List<String> query(String sql) throws SQLException {
    List<String> answers = new ArrayList<>();
    try (var connection = DriverManager.getConnection("jdbc:" + url());
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        answers.add(rows.getString(1));
      }
    }
    return answers;
  }

  // JDBC wants the user after the question mark.
  private String url() {
    return database.url().replace("postgres@", "") + "?user=postgres";
  }
}
