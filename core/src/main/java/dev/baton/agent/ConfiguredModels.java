package dev.baton.agent;

import dev.baton.model.Attachment;
import dev.baton.model.ModelFactory;
import dev.baton.model.ProviderType;
import dev.baton.store.FileStore;
import dev.baton.store.ModelStore;
import dev.baton.store.ModelStore.Resolved;
import dev.baton.time.Scheduler;
import dev.baton.tool.Tool;
import dev.baton.tool.Toolbox;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The models of the deployment's configuration. What the store said of a model is believed for a
/// second; that it said nothing is not believed at all. Thread-safe.
public final class ConfiguredModels implements ModelSource {

  private static final Duration BELIEVED = Duration.ofSeconds(1);

  private final ModelStore store;
  private final FileStore files;
  private final ModelFactory factory;
  private final Scheduler scheduler;
  private final Toolbox tools;
  private final Toolbox toolsOfScripts;
  private final Map<UUID, Known> known = new ConcurrentHashMap<>();

  private record Known(Resolved resolved, long readNanos) {}

  /// @param tools what every chat has
  /// @param toolsOfScripts what chats of the scripted model have besides
  public ConfiguredModels(
      ModelStore store,
      FileStore files,
      ModelFactory factory,
      Scheduler scheduler,
      List<Tool> tools,
      List<Tool> toolsOfScripts) {
    this.store = store;
    this.files = files;
    this.factory = factory;
    this.scheduler = scheduler;
    this.tools = new Toolbox(tools);
    this.toolsOfScripts =
        new Toolbox(Stream.concat(tools.stream(), toolsOfScripts.stream()).toList());
  }

  @Override
  public Future<Optional<ChatModel>> model(UUID modelConfigId) {
    Known last = known.get(modelConfigId);
    if (last != null && scheduler.nanoTime() - last.readNanos() < BELIEVED.toNanos()) {
      return Future.succeededFuture(Optional.of(ready(last.resolved())));
    }
    long asked = scheduler.nanoTime();
    return store
        .resolve(modelConfigId)
        .onSuccess(answer -> remember(modelConfigId, answer, asked))
        .map(answer -> answer.map(this::ready));
  }

  @Override
  public Future<Map<UUID, Attachment>> attachments(Set<UUID> named) {
    return files
        .files(named)
        .map(found ->
            found.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, file -> attachment(file.getValue()))));
  }

  private static Attachment attachment(FileStore.StoredFile file) {
    return new Attachment(file.mediaType(), file.name(), file.bytes());
  }

  private void remember(UUID modelConfigId, Optional<Resolved> answer, long asked) {
    known.compute(modelConfigId, (_, _) -> answer.map(it -> new Known(it, asked)).orElse(null));
  }

  private ChatModel ready(Resolved resolved) {
    return new ChatModel(
        factory.create(resolved.provider(), resolved.model()),
        resolved.model(),
        resolved.provider().type() == ProviderType.SCRIPTED ? toolsOfScripts : tools);
  }
}
