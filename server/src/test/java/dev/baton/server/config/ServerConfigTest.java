package dev.baton.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.lease.LeaseConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerConfigTest {

  private static final String KEY = "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXMzMiE=";

  @TempDir Path directory;

  @Test
  void nothing_set_is_the_defaults() {
    assertThat(ServerConfig.load(Optional.empty(), Map.of())).isEqualTo(ServerConfig.DEFAULTS);
  }

  @Test
  void an_empty_file_is_the_defaults() throws IOException {
    assertThat(fromFile("")).isEqualTo(ServerConfig.DEFAULTS);
    assertThat(fromFile("http:\nmodel:\n  retry:\n")).isEqualTo(ServerConfig.DEFAULTS);
  }

  @Test
  void the_file_overrides_defaults_and_the_environment_overrides_the_file() throws IOException {
    var file = file("lease: {ttl: 8s, renew-every: 100ms}\nhttp: {max-body-bytes: 64KiB}");

    var config = ServerConfig.load(Optional.of(file), Map.of("BATON_LEASE_RENEW_EVERY", "300ms"));

    assertThat(config.lease().ttl()).isEqualTo(Duration.ofSeconds(8));
    assertThat(config.lease().renewEvery()).isEqualTo(Duration.ofMillis(300));
    assertThat(config.lease().margin()).isEqualTo(LeaseConfig.DEFAULTS.margin());
    assertThat(config.http().maxBodyBytes()).isEqualTo(64 * 1024);
  }

  @Test
  void nested_sections_have_variables_too() {
    assertThat(fromEnvironment("BATON_MODEL_RETRY_MAX_FAILURES", "3").model().retry().maxFailures())
        .isEqualTo(3);
  }

  @Test
  void some_variables_have_names_of_their_own() {
    assertThat(fromEnvironment("BATON_ADMIN_TOKEN", "t").auth().adminToken())
        .contains(new Secret("t"));
    assertThat(fromEnvironment("OPENAI_BASE_URL", "http://h:1/v1").providers().openaiBaseUrl())
        .contains(URI.create("http://h:1/v1"));
  }

  @Test
  void an_empty_variable_is_not_set() {
    assertThat(fromEnvironment("OPENAI_API_KEY", " ")).isEqualTo(ServerConfig.DEFAULTS);
  }

  @Test
  void experiments_can_be_switched_off() throws IOException {
    assertThat(fromFile("experiments: []").experiments()).isEmpty();
    assertThat(fromEnvironment("BATON_EXPERIMENTS", "[]").experiments()).isEmpty();
    assertThat(fromEnvironment("BATON_EXPERIMENTS", "agents").experiments())
        .containsExactly(Experiment.AGENTS);
  }

  @Test
  void an_unknown_key_is_refused_with_the_nearest_one() {
    assertThatFileIsRefused("lease: {tll: 5s}")
        .hasMessageEndingWith("baton.yaml: unknown key lease.tll; did you mean lease.ttl?");
    assertThatFileIsRefused("htpp: {port: 1}").hasMessageContaining("did you mean http.port?");
    assertThatFileIsRefused("http: 8080").hasMessageContaining("unknown key http;");
  }

  @Test
  void an_unknown_variable_is_refused_with_the_nearest_one() {
    assertThatVariableIsRefused("BATON_HTP_PORT", "8080")
        .hasMessage("environment: unknown variable BATON_HTP_PORT; did you mean BATON_HTTP_PORT?");
  }

  @Test
  void variables_that_kubernetes_adds_for_a_service_are_no_settings() {
    var links =
        Map.of(
            "BATON_SERVICE_HOST", "10.0.0.1",
            "BATON_SERVICE_PORT_HTTP", "8080",
            "BATON_PORT", "tcp://10.0.0.1:8080",
            "BATON_PORT_8080_TCP_ADDR", "10.0.0.1");
    assertThat(ServerConfig.load(Optional.empty(), links)).isEqualTo(ServerConfig.DEFAULTS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          BATON_HTTP_PORT           | abc    | http.port (BATON_HTTP_PORT) is "abc"; allowed: a whole number
          BATON_HTTP_PORT           | 65536  | http.port (BATON_HTTP_PORT) is 65536; allowed: from 1 to 65535
          BATON_LEASE_TTL           | 5      | lease.ttl (BATON_LEASE_TTL) is "5"; allowed: a duration such as 250ms, 5s, 15m, 12h or 30d
          BATON_HTTP_MAX_BODY_BYTES | 8MB    | http.max-body-bytes (BATON_HTTP_MAX_BODY_BYTES) is "8MB"; allowed: a number of bytes such as 65536, 64KiB or 8MiB
          BATON_LOG_LEVEL           | loud   | log.level (BATON_LOG_LEVEL) is "loud"; allowed: trace, debug, info, warn, error
          BATON_EXPERIMENTS         | agnets | experiments (BATON_EXPERIMENTS) is "agnets"; allowed: agents
          BATON_HTTP_PUBLIC_URL     | baton  | http.public-url (BATON_HTTP_PUBLIC_URL) is baton; allowed: a URL such as https://baton.example.com
          """)
  void a_wrong_value_is_refused_with_its_key_its_origin_and_what_is_allowed(
      String variable, String text, String message) {
    assertThatVariableIsRefused(variable, text).hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource({
    "BATON_LEASE_MARGIN,              6s,  lease.ttl must be at least lease.margin plus four times",
    "BATON_LEASE_TTL,                 1s,  lease.ttl must be at least lease.margin plus four times",
    "BATON_LEASE_RENEW_EVERY,         0,   lease.renew-every must be positive",
    "BATON_WORKER_SLOTS,              0,   worker.slots must be positive",
    "BATON_AGENT_MAX_STEPS,           0,   agent.max-steps must be positive",
    "BATON_MODEL_RETRY_LONGEST_DELAY, 1ms, 0 < first-delay <= longest-delay",
    "BATON_PARTS_OUTPUT_CHARS,        0,   parts.output-chars must be positive",
    "BATON_STREAM_SILENCE_LIMIT,      1s,  0 < ping-every < silence-limit",
  })
  void values_that_do_not_go_together_are_refused_with_their_keys(
      String variable, String text, String message) {
    assertThatVariableIsRefused(variable, text).hasMessageContaining(message);
  }

  @Test
  void a_wrong_value_in_the_file_names_the_file() {
    assertThatFileIsRefused("worker:\n  slots: many\n")
        .hasMessageMatching(
            "worker\\.slots \\(.*baton\\.yaml\\) is \"many\"; allowed: a whole number");
  }

  @Test
  void a_file_that_is_missing_broken_or_doubled_is_refused() {
    assertThatThrownBy(() -> load(directory.resolve("none.yaml")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("none.yaml: cannot be read");
    assertThatFileIsRefused("http: {port: 1").hasMessageContaining("is not YAML");
    assertThatFileIsRefused("http: {port: 1, port: 2}").hasMessageContaining("names a key twice");
    assertThatFileIsRefused("- http").hasMessageContaining("is not a mapping");
  }

  @Test
  void no_secret_is_shown() {
    var config =
        ServerConfig.load(
            Optional.empty(),
            Map.of(
                "BATON_ADMIN_TOKEN", "s3cret",
                "BATON_SECRETS_KEY", KEY,
                "OPENAI_API_KEY", "s3cret",
                "BATON_DATABASE_URL", "postgres://me:s3cret@db/baton"));

    assertThat(config.toString()).doesNotContain("s3cret").doesNotContain(KEY);
  }

  @Test
  void a_refused_secret_is_not_shown_either() {
    assertThatVariableIsRefused("BATON_SECRETS_KEY", "s3cret").hasMessageNotContaining("s3cret");
    assertThatVariableIsRefused("BATON_CLUSTER_SECRET", "s3cret").hasMessageNotContaining("s3cret");
    assertThatVariableIsRefused("BATON_DATABASE_URL", "my://me:s3cret@db")
        .hasMessageNotContaining("s3cret")
        .hasMessageContaining("postgresql://user[:password]@host[:port]/database");
    assertThatFileIsRefused("auth:\n  admin-token: \"s3cret\n").hasMessageNotContaining("s3cret");
  }

  private ServerConfig fromFile(String yaml) throws IOException {
    return load(file(yaml));
  }

  private static ServerConfig load(Path file) {
    return ServerConfig.load(Optional.of(file), Map.of());
  }

  private static ServerConfig fromEnvironment(String variable, String text) {
    return ServerConfig.load(Optional.empty(), Map.of(variable, text));
  }

  private AbstractThrowableAssert<?, ? extends Throwable> assertThatFileIsRefused(String yaml) {
    return assertThatThrownBy(() -> fromFile(yaml)).isInstanceOf(ConfigException.class);
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> assertThatVariableIsRefused(
      String variable, String text) {
    return assertThatThrownBy(() -> fromEnvironment(variable, text))
        .isInstanceOf(ConfigException.class);
  }

  private Path file(String yaml) throws IOException {
    return Files.writeString(directory.resolve("baton.yaml"), yaml);
  }
}
