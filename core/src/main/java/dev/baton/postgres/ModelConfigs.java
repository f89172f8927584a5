package dev.baton.postgres;

import dev.baton.model.ModelConfig;
import dev.baton.store.ModelStore.ModelDraft;
import dev.baton.store.ModelStore.ModelPatch;
import dev.baton.store.ModelStore.Resolved;
import dev.baton.store.StoreException.Invalid;
import dev.baton.store.StoreException.NotFound;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/// The table of models. A deleted one keeps its row, since chats point to it.
final class ModelConfigs {

  private static final String COLUMNS =
      """
      m.id, m.model_provider_id, m.model, m.display_name, m.enabled, m.is_default,
      m.context_limit, m.compression_threshold, m.settings::text AS settings, m.created_at,
      m.updated_at
      """;

  private static final String INSERT =
      """
      INSERT INTO model_configs AS m (model_provider_id, model, display_name, enabled, is_default,
        context_limit, compression_threshold, settings)
      SELECT id, $2, $3, $4, $5, $6, $7, $8::text::jsonb
      FROM model_providers WHERE id = $1 AND NOT deleted RETURNING
      """
          + COLUMNS;

  private static final String ALL =
      "SELECT "
          + COLUMNS
          + """
          FROM model_configs m JOIN model_providers p ON p.id = m.model_provider_id
          WHERE NOT m.deleted AND (m.enabled AND p.enabled OR NOT $1)
          ORDER BY m.created_at, m.id
          """;

  private static final String UPDATE =
      """
      UPDATE model_configs m SET
        model = coalesce($2, model),
        display_name = coalesce($3, display_name),
        enabled = coalesce($4, enabled),
        is_default = coalesce($5, is_default),
        context_limit = coalesce($6, context_limit),
        compression_threshold = coalesce($7, compression_threshold),
        settings = coalesce($8::text::jsonb, settings),
        updated_at = now()
      WHERE id = $1 AND NOT deleted RETURNING
      """
          + COLUMNS;

  private static final String CLEAR_DEFAULT =
      "UPDATE model_configs SET is_default = false, updated_at = now() WHERE is_default";

  private static final String DELETE =
      """
      UPDATE model_configs SET deleted = true, is_default = false, updated_at = now()
      WHERE id = $1 AND NOT deleted
      """;

  /// The model itself or else the default one; but one whose provider is disabled only when there
  /// is no other.
  private static final String RESOLVE =
      "SELECT "
          + COLUMNS
          + """
          , p.id AS provider_id, p.provider, p.display_name AS provider_name, p.base_url,
            p.api_key AS secret, p.headers::text AS headers, p.enabled AS provider_enabled
          FROM model_configs m JOIN model_providers p ON p.id = m.model_provider_id
          WHERE NOT m.deleted AND m.enabled AND (m.id = $1 OR m.is_default)
          ORDER BY p.enabled DESC, m.id = $1 DESC LIMIT 1
          """;

  private final ModelProviders providers;

  ModelConfigs(ModelProviders providers) {
    this.providers = providers;
  }

  Future<ModelConfig> create(SqlClient client, ModelDraft draft) {
    var model = ModelRules.text("model", "Model", draft.model());
    int contextLimit = ModelRules.contextLimit(draft.contextLimit());
    int threshold =
        draft.compressionThreshold().orElse(ModelRules.defaultCompressionThreshold(contextLimit));
    var row =
        Tuple.of(
            draft.modelProviderId(),
            model,
            ModelRules.text("display_name", "Display name", draft.displayName().orElse(model)),
            draft.enabled(),
            draft.isDefault(),
            contextLimit,
            ModelRules.compressionThreshold(threshold),
            ModelRules.settings(draft.settings()));
    return clearDefault(client, draft.isDefault())
        .compose(_ -> client.preparedQuery(INSERT).execute(row))
        .map(rows ->
            first(rows)
                .orElseThrow(
                    () -> new Invalid("model_provider_id", "Chat provider is not configured.")));
  }

  Future<List<ModelConfig>> all(SqlClient client, boolean usableOnly) {
    return client
        .preparedQuery(ALL)
        .mapping(ModelConfigs::model)
        .execute(Tuple.of(usableOnly))
        .map(rows -> rows.stream().toList());
  }

  Future<ModelConfig> update(SqlClient client, UUID id, ModelPatch patch) {
    var row =
        Tuple.of(
            id,
            patch.model().map(model -> ModelRules.text("model", "Model", model)).orElse(null),
            patch
                .displayName()
                .map(name -> ModelRules.text("display_name", "Display name", name))
                .orElse(null),
            patch.enabled().orElse(null),
            patch.isDefault().orElse(null),
            boxed(patch.contextLimit()).map(ModelRules::contextLimit).orElse(null),
            boxed(patch.compressionThreshold()).map(ModelRules::compressionThreshold).orElse(null),
            patch.settings().map(ModelRules::settings).orElse(null));
    return clearDefault(client, patch.isDefault().orElse(false))
        .compose(_ -> client.preparedQuery(UPDATE).execute(row))
        .map(rows -> first(rows).orElseThrow(() -> new NotFound("Chat model config")));
  }

  Future<Void> delete(SqlClient client, UUID id) {
    return client
        .preparedQuery(DELETE)
        .execute(Tuple.of(id))
        .map(rows -> {
          if (rows.rowCount() == 0) {
            throw new NotFound("Chat model config");
          }
          return null;
        });
  }

  Future<Optional<Resolved>> resolve(SqlClient client, UUID id) {
    return client
        .preparedQuery(RESOLVE)
        .execute(Tuple.of(id))
        .map(rows ->
            rows.stream().findFirst().map(row -> new Resolved(providers.config(row), model(row))));
  }

  private static Future<Void> clearDefault(SqlClient client, boolean isMoved) {
    return isMoved ? client.query(CLEAR_DEFAULT).execute().mapEmpty() : Future.succeededFuture();
  }

  private static Optional<ModelConfig> first(RowSet<Row> rows) {
    return rows.stream().findFirst().map(ModelConfigs::model);
  }

  private static Optional<Integer> boxed(OptionalInt value) {
    return value.isPresent() ? Optional.of(value.getAsInt()) : Optional.empty();
  }

  private static ModelConfig model(Row row) {
    return new ModelConfig(
        row.getUUID("id"),
        row.getUUID("model_provider_id"),
        row.getString("model"),
        row.getString("display_name"),
        row.getBoolean("enabled"),
        row.getBoolean("is_default"),
        row.getInteger("context_limit"),
        row.getInteger("compression_threshold"),
        row.getString("settings"),
        row.getOffsetDateTime("created_at").toInstant(),
        row.getOffsetDateTime("updated_at").toInstant());
  }
}
