package dev.baton.postgres;

import dev.baton.model.ModelConfig;
import dev.baton.store.Actor;
import dev.baton.store.ModelStore;
import dev.baton.store.Scope;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/// Providers and models: who may do what, and one writer at a time. The SQL is in [ModelProviders]
/// and [ModelConfigs].
public final class PgModelStore implements ModelStore {

  /// Writers of the models' configuration queue here: there is one default model at a time, and no
  /// model of a deleted provider. They are few.
  private static final String LOCK = "SELECT pg_advisory_xact_lock(hashtext('baton models'))";

  private final Pool pool;
  private final ModelProviders providers;
  private final ModelConfigs models;

  /// A store that keeps keys in the box; without one it refuses them.
  public PgModelStore(Database database, Optional<SecretBox> secrets) {
    this.pool = database.pool();
    this.providers = new ModelProviders(secrets);
    this.models = new ModelConfigs(providers);
  }

  @Override
  public Future<ProviderView> createProvider(Actor actor, ProviderDraft draft) {
    return write(actor, connection -> providers.create(connection, draft));
  }

  @Override
  public Future<List<ProviderView>> providers(Actor actor) {
    return Permission.of(actor, Scope.MODEL_READ)
        .compose(_ -> providers.all(pool))
        .map(all -> actor.readsEverything() ? all : ModelProviders.forMembers(all));
  }

  @Override
  public Future<ProviderView> updateProvider(Actor actor, UUID id, ProviderPatch patch) {
    return write(actor, connection -> providers.update(connection, id, patch));
  }

  @Override
  public Future<Void> deleteProvider(Actor actor, UUID id) {
    return write(actor, connection -> providers.delete(connection, id));
  }

  @Override
  public Future<ModelConfig> createModel(Actor actor, ModelDraft draft) {
    return write(actor, connection -> models.create(connection, draft));
  }

  @Override
  public Future<List<ModelConfig>> models(Actor actor) {
    return Permission.of(actor, Scope.MODEL_READ)
        .compose(_ -> models.all(pool, !actor.readsEverything()));
  }

  @Override
  public Future<ModelConfig> updateModel(Actor actor, UUID id, ModelPatch patch) {
    return write(actor, connection -> models.update(connection, id, patch));
  }

  @Override
  public Future<Void> deleteModel(Actor actor, UUID id) {
    return write(actor, connection -> models.delete(connection, id));
  }

  @Override
  public Future<Optional<Resolved>> resolve(UUID modelConfigId) {
    return models.resolve(pool, modelConfigId);
  }

  /// The provider that an environment variable stands for, with the key and address of this start.
  public Future<ProviderView> ensurePreset(
      String envName, String providerType, String apiKey, Optional<String> baseUrl) {
    return Future.succeededFuture()
        .compose(_ -> providers.ensurePreset(pool, envName, providerType, apiKey, baseUrl));
  }

  private <T> Future<T> write(Actor actor, Function<SqlConnection, Future<T>> change) {
    return Permission.ofAdmin(actor, "Only an admin may change providers and models.")
        .compose(_ ->
            pool.withTransaction(connection ->
                connection.query(LOCK).execute().compose(_ -> change.apply(connection))));
  }
}
