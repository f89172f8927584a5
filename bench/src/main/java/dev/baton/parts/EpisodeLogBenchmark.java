package dev.baton.parts;

import dev.baton.chat.ChatId;
import dev.baton.chat.EpisodeId;
import dev.baton.chat.WorkerId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Does it pay to hold the text of an episode once, with an end offset for each part, instead of a
/// list of its parts?
///
/// `append…` is one part of 10,000, `read…` is the merged text from `from` on, as a client gets it
/// that comes back. The list must join what it kept; the log copies one range. Run with `-prof gc`
/// to see what is allocated.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class EpisodeLogBenchmark {

  private static final int PARTS = 10_000;
  private static final String DELTA = "a word ";
  private static final int EVERYTHING = Integer.MAX_VALUE / 2;

  @Param({"1", "9001", "9991"})
  int from = 1;

  private final NaiveLog naive = new NaiveLog();
  private EpisodeLog log = empty();

  @Setup
  public void fill() {
    log = empty();
    naive.parts.clear();
    for (int i = 0; i < PARTS; i++) {
      log.text(DELTA);
      naive.add(DELTA);
    }
  }

  @Benchmark
  public List<Stretch> readLog() {
    return log.read(from, EVERYTHING);
  }

  @Benchmark
  public String readList() {
    return naive.read(from);
  }

  @Benchmark
  @OperationsPerInvocation(PARTS)
  public EpisodeLog appendToLog() {
    var fresh = empty();
    for (int i = 0; i < PARTS; i++) {
      fresh.text(DELTA);
    }
    return fresh;
  }

  @Benchmark
  @OperationsPerInvocation(PARTS)
  public NaiveLog appendToList() {
    var fresh = new NaiveLog();
    for (int i = 0; i < PARTS; i++) {
      fresh.add(DELTA);
    }
    return fresh;
  }

  private static EpisodeLog empty() {
    var episode = new EpisodeId(new ChatId(new UUID(0, 1)), 1, 1);
    return new EpisodeLog(
        episode, new WorkerId(new UUID(0, 2)), PartsConfig.DEFAULTS, () -> true, () -> {});
  }

  /// What one would write first.
  public static final class NaiveLog {

    private final List<String> parts = new ArrayList<>();

    synchronized void add(String delta) {
      parts.add(delta);
    }

    synchronized String read(int from) {
      return String.join("", parts.subList(from - 1, parts.size()));
    }
  }
}
