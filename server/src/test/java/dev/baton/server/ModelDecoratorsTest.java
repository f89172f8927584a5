package dev.baton.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.agent.ModelSource;
import dev.baton.model.Attachment;
import dev.baton.server.metrics.MeasuredModels;
import dev.baton.server.metrics.Metrics;
import dev.baton.server.tracing.Tracing;
import dev.baton.server.tracing.TurnTraces;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// What stands between an agent loop and its models changes nothing of what they are told.
class ModelDecoratorsTest {

  private static final UUID FILE = new UUID(0, 7);

  private final ModelSource models = new OneFile();

  @Test
  void the_files_of_a_prompt_reach_a_model_that_is_measured() {
    var measured = new MeasuredModels(models, new Metrics());
    assertThat(measured.attachments(Set.of(FILE)).result()).containsOnlyKeys(FILE);
  }

  @Test
  void the_files_of_a_prompt_reach_a_model_that_is_traced() {
    try (var tracing = Tracing.to(URI.create("http://127.0.0.1:1"))) {
      var traced = new TurnTraces(tracing).models(models);
      assertThat(traced.attachments(Set.of(FILE)).result()).containsOnlyKeys(FILE);
    }
  }

  private static final class OneFile implements ModelSource {

    @Override
    public Future<Optional<ChatModel>> model(UUID modelConfigId) {
      return Future.succeededFuture(Optional.empty());
    }

    @Override
    public Future<Map<UUID, Attachment>> attachments(Set<UUID> files) {
      return Future.succeededFuture(
          Map.of(FILE, new Attachment("image/png", "cat.png", Buffer.buffer("cat"))));
    }
  }
}
