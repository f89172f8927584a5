package dev.baton.server.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.chat.ChatId;
import dev.baton.chat.ChatStatus;
import dev.baton.chat.RunnerId;
import dev.baton.chat.UserId;
import dev.baton.chat.Versions;
import dev.baton.pubsub.Hint;
import dev.baton.store.Acquired;
import dev.baton.store.TurnState;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TurnTracesTest {

  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String TRACEPARENT = "00-" + TRACE + "-b7ad6b7169203331-01";

  private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
  private final Tracing tracing = Tracing.through(SimpleSpanProcessor.create(exporter));
  private final TurnTraces traces = new TurnTraces(tracing);
  private final Acquired chat = acquired(ChatId.random());

  private static Acquired acquired(ChatId chat) {
    var row =
        new TurnState(
            chat,
            UserId.random(),
            Optional.empty(),
            Optional.empty(),
            ChatStatus.RUNNING,
            false,
            new Versions(1, 1, 0, 0, 0),
            0,
            new UUID(0, 1),
            Optional.empty(),
            "[]",
            new TurnState.Counters(0, 0, 0),
            Optional.empty(),
            Optional.empty());
    return new Acquired(row, RunnerId.random(), Optional.empty());
  }

  private List<SpanData> spans() {
    return exporter.getFinishedSpanItems();
  }

  private RunTrace run() {
    return traces.run(chat.chatId()).orElseThrow();
  }

  private Hint hint(String traceparent) {
    return new Hint(
            Hint.Kind.CHANGED,
            chat.chatId(),
            UserId.random(),
            new Versions(1, 1, 1, 0, 0),
            ChatStatus.RUNNING,
            false,
            Optional.empty(),
            Optional.empty())
        .tracedAs(traceparent);
  }

  @Test
  void a_turn_is_linked_to_the_request_that_its_hint_tells_of_and_the_next_turn_is_not() {
    traces.onHint(hint(TRACEPARENT));
    traces.onBegun(chat);
    run().piece("commit").startSpan().end();
    run().endTurn();
    run().piece("commit").startSpan().end();
    run().endTurn();

    assertThat(spans())
        .extracting(SpanData::getName)
        .containsExactly("commit", "turn", "commit", "turn");
    assertThat(spans().get(0).getParentSpanId()).isEqualTo(spans().get(1).getSpanId());
    assertThat(spans().get(1).getLinks())
        .extracting(link -> link.getSpanContext().getTraceId())
        .containsExactly(TRACE);
    assertThat(spans().get(1).getTraceId()).isNotEqualTo(TRACE);
    assertThat(spans().get(3).getLinks()).isEqualTo(List.<LinkData>of());
    assertThat(spans().get(3).getTraceId()).isNotEqualTo(spans().get(1).getTraceId());
  }

  @Test
  void a_run_that_ends_leaves_no_turn_open() {
    traces.onBegun(chat);
    var left = run();
    left.piece("commit").startSpan().end();
    traces.onEnded(chat);

    assertThat(spans()).extracting(SpanData::getName).containsExactly("commit", "turn");
    assertThat(traces.run(chat.chatId())).isEmpty();
    left.piece("late").startSpan().end();
    assertThat(spans()).extracting(SpanData::getName).containsExactly("commit", "turn", "late");
  }

  @Test
  void a_run_that_was_replaced_does_not_end_its_successor() {
    traces.onBegun(chat);
    var next = acquired(chat.chatId());
    traces.onBegun(next);
    traces.onEnded(chat);

    assertThat(run().isOf(next.runnerId())).isTrue();
  }

  @Test
  void a_hint_with_a_bad_traceparent_links_nothing() {
    traces.onHint(hint("nonsense"));
    traces.onBegun(chat);
    run().piece("commit").startSpan().end();
    run().endTurn();
    assertThat(spans().getLast().getLinks()).isEmpty();
  }
}
