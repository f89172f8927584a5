package dev.baton.server.http;

import dev.baton.store.ModelStore;
import dev.baton.store.ModelStore.ProviderView;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;

/// Where models come from.
final class ProviderRoutes implements RouteGroup {

  private final ModelStore models;

  ProviderRoutes(ModelStore models) {
    this.models = models;
  }

  @Override
  public void mount(Routes routes) {
    routes.get("/model-providers", this::list);
    routes.post("/model-providers", this::create);
    routes.patch("/model-providers/:provider", this::update);
    routes.delete("/model-providers/:provider", this::delete);
  }

  private Future<Reply> list(Call call) {
    return models.providers(call.actor()).map(ProviderRoutes::all);
  }

  private Future<Change> create(Call call) {
    return call.decode(ProviderDecoder::draft)
        .map(draft ->
            stores ->
                stores
                    .models()
                    .createProvider(call.actor(), draft)
                    .map(provider -> Reply.created(out -> ModelJson.write(out, provider))));
  }

  private Future<Reply> update(Call call) {
    UUID id = id(call);
    return call.decode(ProviderDecoder::patch)
        .compose(patch -> models.updateProvider(call.actor(), id, patch))
        .map(provider -> Reply.ok(out -> ModelJson.write(out, provider)));
  }

  private Future<Reply> delete(Call call) {
    return models.deleteProvider(call.actor(), id(call)).map(_ -> Reply.noContent());
  }

  private static UUID id(Call call) {
    return call.uuid("provider", "Invalid chat provider ID.");
  }

  private static Reply all(List<ProviderView> providers) {
    return Reply.ok(out -> {
      out.writeStartObject();
      out.writeArrayFieldStart("model_providers");
      for (ProviderView provider : providers) {
        ModelJson.write(out, provider);
      }
      out.writeEndArray();
      out.writeEndObject();
    });
  }
}
