package dev.baton.bench;

import dev.baton.bench.scenario.Settings;
import dev.baton.bench.scenario.Settings.Comparison;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The options of all scenarios.
final class LoadOptions {

  private static final int MOST = 1_000_000;
  private static final Pattern URL = Pattern.compile("https?://[\\w.-]+(:\\d{1,5})?/?");

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "A replica's; may be given more than once. Without it, one is started.")
  private List<String> urls = List.of();

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      description = "An administrator's, for --url; default: BATON_ADMIN_TOKEN.")
  private Optional<String> token = Optional.ofNullable(System.getenv("BATON_ADMIN_TOKEN"));

  @Option(
      names = "--database-url",
      paramLabel = "URL",
      description = "The database of --url, for `statements`.")
  private Optional<String> databaseUrl = Optional.empty();

  @Option(names = "--chats", paramLabel = "N", description = "How many chats at a time.")
  private Optional<Integer> chats = Optional.empty();

  @Option(names = "--watchers", paramLabel = "N", description = "How many watch each chat.")
  private Optional<Integer> watchers = Optional.empty();

  @Option(names = "--rate", paramLabel = "N", description = "Parts a second and chat.")
  private Optional<Integer> rate = Optional.empty();

  @Option(names = "--chars", paramLabel = "N", description = "Characters a part.")
  private Optional<Integer> chars = Optional.empty();

  @Option(
      names = "--warm-up",
      paramLabel = "TIME",
      description = "What does not count at the start: 5s, 500ms, 2m.")
  private Optional<Duration> warmUp = Optional.empty();

  @Option(names = "--duration", paramLabel = "TIME", description = "What counts: 20s.")
  private Optional<Duration> duration = Optional.empty();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "How often we and the raw limit take turns; the median counts.")
  private Optional<Integer> rounds = Optional.empty();

  @Option(
      names = "--raw",
      description = "Measure a bare WebSocket broadcast of the same bytes in the same run, too.")
  private boolean raw;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  /// @throws ParameterException when a value is of no use
  Settings settings() {
    var replicas = urls.stream().map(this::url).toList();
    check(urls.isEmpty() || token.isPresent(), "--url needs --token or BATON_ADMIN_TOKEN");
    checkCount("--chats", chats);
    checkCount("--watchers", watchers);
    checkCount("--rate", rate);
    checkCount("--chars", chars);
    checkCount("--rounds", rounds);
    check(duration.filter(Duration::isZero).isEmpty(), "--duration must be longer than nothing");
    return new Settings(
        replicas,
        token,
        databaseUrl,
        chats,
        watchers,
        rate,
        chars,
        warmUp,
        duration,
        rounds,
        raw ? Comparison.WITH_RAW : Comparison.ALONE);
  }

  private URI url(String text) {
    check(URL.matcher(text).matches(), "--url is like http://127.0.0.1:8080, not " + text);
    return URI.create(text);
  }

  private void checkCount(String option, Optional<Integer> count) {
    check(
        count.filter(value -> value < 1 || value > MOST).isEmpty(),
        option + " is from 1 to " + MOST);
  }

  private void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new ParameterException(spec.commandLine(), otherwise);
    }
  }
}
