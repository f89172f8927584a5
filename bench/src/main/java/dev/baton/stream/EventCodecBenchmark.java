package dev.baton.stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.baton.chat.ChatId;
import dev.baton.chat.EpisodeId;
import dev.baton.chat.WorkerId;
import dev.baton.parts.LivePart;
import dev.baton.parts.Stretch;
import io.vertx.core.buffer.Buffer;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.annotations.Warmup;

/// Is it worth writing events field by field instead of building a tree and having it written?
///
/// One live part of so many characters, as bytes, by either way. It is done once a part and chat,
/// however many watch.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class EventCodecBenchmark {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final EpisodeId EPISODE = new EpisodeId(new ChatId(new UUID(0, 1)), 3, 1);
  private static final WorkerId WORKER = new WorkerId(new UUID(0, 2));

  @Param({"8", "400"})
  int chars = 8;

  private StreamEvent.Live event = live("");

  @Setup
  public void speak() {
    event = live("word ".repeat(chars / 5 + 1).substring(0, chars));
  }

  @Benchmark
  public Buffer fieldByField() {
    return EventEncoder.encode(event).json();
  }

  @Benchmark
  public Buffer tree() throws JsonProcessingException {
    var json = MAPPER.createObjectNode();
    json.put("type", "message_part")
        .put("worker_id", event.workerId().toString())
        .put("history_version", event.episode().historyVersion())
        .put("generation_attempt", event.episode().attempt())
        .put("seq", event.stretch().seq())
        .put("role", event.stretch().part().role().wireName());
    var part = (LivePart.Text) event.stretch().part();
    json.putObject("part").put("type", "text").put("text", part.text());
    return Buffer.buffer(MAPPER.writeValueAsBytes(json));
  }

  private static StreamEvent.Live live(String text) {
    return new StreamEvent.Live(EPISODE, WORKER, new Stretch(7, 1, new LivePart.Text(text)));
  }
}
