package dev.baton.simulation;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `./baton simulate`.
@Command(
    name = "simulate",
    mixinStandardHelpOptions = true,
    description = "Runs seeded histories of a whole cluster under faults and checks every event.")
public final class Main implements Callable<Integer> {

  private static final int TAIL = 60;
  private static final long SECOND = 1_000_000_000L;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = "how many histories",
      defaultValue = "2000")
  private long seeds;

  @Option(names = "--from", paramLabel = "S", description = "the first seed", defaultValue = "1")
  private long from;

  @Option(names = "--seed", paramLabel = "S", description = "this history alone")
  private @Nullable Long seed;

  @Option(names = "--trace", description = "print the history of --seed, a line for each event")
  private boolean trace;

  @Option(
      names = "--mutation",
      paramLabel = "NAME",
      description = "build this mistake in: ${COMPLETION-CANDIDATES}",
      defaultValue = "NONE")
  private Mutation mutation = Mutation.NONE;

  @Option(names = "--threads", paramLabel = "N", description = "histories at the same time")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "where a failed history is written",
      defaultValue = "target")
  private Path out = Path.of("target");

  private final PrintWriter terminal = new PrintWriter(System.out, true, StandardCharsets.UTF_8);

  public static void main(String[] args) {
    int status =
        new CommandLine(new Main()).setCaseInsensitiveEnumValuesAllowed(true).execute(args);
    System.exit(status);
  }

  @Override
  public Integer call() throws Exception {
    return seed == null ? many() : one(OptionalLong.of(seed).getAsLong());
  }

  private int many() throws InterruptedException, IOException {
    var campaign = new Campaign(from, seeds, mutation);
    long start = System.nanoTime();
    var reported = new AtomicLong(start);
    Optional<Outcome> failed =
        campaign.run(threads, done -> report(campaign, start, reported, done));
    summarize(campaign, start);
    if (failed.isEmpty()) {
      return 0;
    }
    return one(failed.get().seed());
  }

  private void report(Campaign campaign, long start, AtomicLong reported, long done) {
    long now = System.nanoTime();
    long last = reported.get();
    if (now - last > 5 * SECOND && reported.compareAndSet(last, now)) {
      terminal.printf(
          Locale.ROOT,
          "%,d of %,d histories, %.0f/s, %,d events%n",
          done,
          seeds,
          done * 1e9 / (now - start),
          campaign.events());
    }
  }

  private void summarize(Campaign campaign, long start) {
    double seconds = (System.nanoTime() - start) / 1e9;
    terminal.printf(
        Locale.ROOT,
        "%,d histories in %.1f s (%.0f/s), %,d events%n",
        campaign.done(),
        seconds,
        campaign.done() / seconds,
        campaign.events());
    list("faults", campaign.tally().of("fault/"));
    list("reached", campaign.tally().of("reached/"));
    list("events to viewers", campaign.tally().of("event/"));
    list("moves of the machine", campaign.tally().of("move/"));
  }

  private void list(String title, Map<String, Long> counts) {
    terminal.printf(Locale.ROOT, "%n%s (%d kinds)%n", title, counts.size());
    counts.forEach((what, count) -> terminal.printf(Locale.ROOT, "  %,12d  %s%n", count, what));
  }

  private int one(long number) throws IOException {
    Outcome outcome = Simulation.trace(number, mutation);
    List<String> lines = outcome.lines();
    if (trace) {
      lines.forEach(terminal::println);
    }
    if (outcome.violation().isEmpty()) {
      terminal.printf(
          Locale.ROOT, "seed %d: %,d events, no check failed%n", number, outcome.events());
      return 0;
    }
    Path file = out.resolve("history-" + number + ".txt");
    Files.createDirectories(out);
    Files.write(file, lines);
    if (!trace) {
      lines.subList(Math.max(0, lines.size() - TAIL), lines.size()).forEach(terminal::println);
    }
    terminal.printf(
        Locale.ROOT,
        "%nseed %d: %s%nthe whole history is in %s%nagain: ./baton simulate --seed %d --trace%s%n",
        number,
        outcome.violation().get(),
        file,
        number,
        mutation == Mutation.NONE ? "" : " --mutation " + mutation);
    return 1;
  }
}
