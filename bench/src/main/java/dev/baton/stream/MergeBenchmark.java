package dev.baton.stream;

import dev.baton.chat.ChatId;
import dev.baton.chat.EpisodeId;
import dev.baton.chat.WorkerId;
import dev.baton.parts.EpisodeLog;
import dev.baton.parts.LivePart;
import dev.baton.parts.LocalParts;
import dev.baton.parts.PartsConfig;
import dev.baton.parts.Stretch;
import dev.baton.store.StreamCursor;
import dev.baton.time.VertxScheduler;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// What does merging save a sender that has fallen `behind` by so many parts?
///
/// `merged` is the way of a feed: read the log from an index on, and encode what comes out, which
/// is one event. `oneByOne` sends the same text as one event a part, in as few frames as may be.
/// With one part behind, the difference is what the possibility of merging costs those who keep up.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class MergeBenchmark {

  private static final String DELTA = "a word ";
  private static final int EVERYTHING = 1 << 24;
  private static final EpisodeId EPISODE = new EpisodeId(new ChatId(new UUID(0, 1)), 3, 1);
  private static final WorkerId WORKER = new WorkerId(new UUID(0, 2));
  private static final StreamCursor FROM = new StreamCursor.Position(3, 1, 0);

  @Param({"1", "16", "256"})
  int behind = 1;

  private final Vertx vertx = Vertx.vertx();
  private EpisodeLog log = log();

  @Setup
  public void fill() {
    log = log();
    for (int i = 0; i < behind; i++) {
      log.text(DELTA);
    }
  }

  @TearDown
  public void close() {
    vertx.close().await();
  }

  @Benchmark
  public List<Frame> merged() {
    return frames(log.read(1, EVERYTHING).stream());
  }

  @Benchmark
  public List<Frame> oneByOne() {
    return frames(
        LongStream.rangeClosed(1, behind)
            .mapToObj(seq -> new Stretch(seq, 1, new LivePart.Text(DELTA))));
  }

  private static List<Frame> frames(Stream<Stretch> stretches) {
    var events =
        stretches
            .<StreamEvent>map(stretch -> new StreamEvent.Live(EPISODE, WORKER, stretch))
            .toList();
    return Frame.pack(FROM, EventEncoder.encode(events));
  }

  private EpisodeLog log() {
    return new LocalParts(PartsConfig.DEFAULTS, new VertxScheduler(vertx), () -> true)
        .open(EPISODE, WORKER);
  }
}
