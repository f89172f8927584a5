package dev.baton.server.tracing;

import dev.baton.agent.ModelSource;
import dev.baton.chat.ChatId;
import dev.baton.pubsub.ChatBus;
import dev.baton.pubsub.Hint;
import dev.baton.store.Acquired;
import dev.baton.store.TurnStore;
import dev.baton.tool.Tool;
import dev.baton.worker.RunListener;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.Tracer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The traces of the chats that run here. Any thread.
public final class TurnTraces implements RunListener, ChatBus.Listener {

  /// Requests whose chats have not begun to run here; most of them run elsewhere.
  private static final int MOST_ORIGINS = 10_000;

  private final Tracer tracer;
  private final Map<ChatId, RunTrace> runs = new ConcurrentHashMap<>();
  private final Map<ChatId, SpanContext> origins = Collections.synchronizedMap(new Newest());

  public TurnTraces(Tracing tracing) {
    this.tracer = tracing.tracer();
  }

  /// A bus whose hints say which request they come from, and which is listened to for that. To be
  /// made before anybody else listens.
  public ChatBus bus(ChatBus bus) {
    bus.subscribe(this);
    return new TracedBus(bus);
  }

  public TurnStore turns(TurnStore store) {
    return new TracedTurns(store, this);
  }

  public Tool tool(Tool tool) {
    return new TracedTool(tool, this);
  }

  /// The models of one agent loop.
  public TracedModels models(ModelSource models) {
    return new TracedModels(models, this);
  }

  /// The run of a chat, if it runs here.
  Optional<RunTrace> run(ChatId chat) {
    return Optional.ofNullable(runs.get(chat));
  }

  @Override
  public void onBegun(Acquired chat) {
    var id = chat.chatId();
    var run =
        new RunTrace(tracer, id, chat.runnerId(), () -> Optional.ofNullable(origins.remove(id)));
    Optional.ofNullable(runs.put(id, run)).ifPresent(RunTrace::end);
  }

  @Override
  public void onEnded(Acquired chat) {
    run(chat.chatId())
        .filter(run -> run.isOf(chat.runnerId()))
        .ifPresent(run -> {
          run.end();
          runs.remove(chat.chatId(), run);
        });
  }

  @Override
  public void onHint(Hint hint) {
    hint.traceparent()
        .map(Traceparent::parse)
        .filter(SpanContext::isValid)
        .ifPresent(request -> origins.put(hint.chatId(), request));
  }

  /// A link that is missing is no harm.
  @Override
  public void onResync() {}

  private static final class Newest extends LinkedHashMap<ChatId, SpanContext> {
    @Override
    protected boolean removeEldestEntry(Map.Entry<ChatId, SpanContext> eldest) {
      return size() > MOST_ORIGINS;
    }
  }
}
