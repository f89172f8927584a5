package dev.baton.server.http;

import dev.baton.model.ModelConfig;
import dev.baton.store.ModelStore;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;

/// Models, and the catalog that members pick from.
final class ModelRoutes implements RouteGroup {

  private final ModelStore models;

  ModelRoutes(ModelStore models) {
    this.models = models;
  }

  @Override
  public void mount(Routes routes) {
    routes.get("/models", this::catalog);
    routes.get("/model-configs", this::list);
    routes.post("/model-configs", this::create);
    routes.patch("/model-configs/:model", this::update);
    routes.delete("/model-configs/:model", this::delete);
  }

  private Future<Reply> catalog(Call call) {
    return models
        .providers(call.actor())
        .compose(providers ->
            models
                .models(call.actor())
                .map(all -> Reply.ok(out -> ModelJson.writeCatalog(out, providers, all))));
  }

  private Future<Reply> list(Call call) {
    return models.models(call.actor()).map(ModelRoutes::all);
  }

  private Future<Change> create(Call call) {
    return call.decode(ModelDecoder::draft)
        .map(draft ->
            stores ->
                stores
                    .models()
                    .createModel(call.actor(), draft)
                    .map(model -> Reply.created(out -> ModelJson.write(out, model))));
  }

  private Future<Reply> update(Call call) {
    UUID id = id(call);
    return call.decode(ModelDecoder::patch)
        .compose(patch -> models.updateModel(call.actor(), id, patch))
        .map(model -> Reply.ok(out -> ModelJson.write(out, model)));
  }

  private Future<Reply> delete(Call call) {
    return models.deleteModel(call.actor(), id(call)).map(_ -> Reply.noContent());
  }

  private static UUID id(Call call) {
    return call.uuid("model", "Invalid chat model config ID.");
  }

  private static Reply all(List<ModelConfig> models) {
    return Reply.ok(out -> {
      out.writeStartObject();
      out.writeArrayFieldStart("model_configs");
      for (ModelConfig model : models) {
        ModelJson.write(out, model);
      }
      out.writeEndArray();
      out.writeEndObject();
    });
  }
}
