package dev.baton.postgres;

import dev.baton.json.Json;
import dev.baton.model.ProviderConfig;
import dev.baton.model.ProviderType;
import dev.baton.store.ModelStore.ProviderDraft;
import dev.baton.store.ModelStore.ProviderPatch;
import dev.baton.store.ModelStore.ProviderView;
import dev.baton.store.StoreException.Conflict;
import dev.baton.store.StoreException.Invalid;
import dev.baton.store.StoreException.NotFound;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The table of providers. A deleted one keeps its row, without its key, since the rows of its
/// deleted models point to it.
final class ModelProviders {

  private static final String COLUMNS =
      """
      id, provider, display_name, enabled, api_key IS NOT NULL AS has_api_key, base_url,
      headers::text AS headers, preset, created_at, updated_at
      """;

  private static final String INSERT =
      """
      INSERT INTO model_providers (provider, display_name, base_url, api_key, headers, enabled)
      VALUES ($1, $2, nullif($3, ''), $4, $5::text::jsonb, $6) RETURNING
      """
          + COLUMNS;

  private static final String UPSERT_PRESET =
      """
      INSERT INTO model_providers AS p (provider, display_name, base_url, api_key, preset)
      VALUES ($1, $1, nullif($2, ''), $3, $4)
      ON CONFLICT (preset) DO UPDATE SET base_url = excluded.base_url, api_key = excluded.api_key,
        enabled = p.enabled OR p.deleted, deleted = false, updated_at = now()
      RETURNING
      """
          + COLUMNS;

  private static final String ALL =
      "SELECT " + COLUMNS + " FROM model_providers WHERE NOT deleted ORDER BY created_at, id";

  private static final String UPDATE =
      """
      UPDATE model_providers SET
        display_name = coalesce($2, display_name),
        base_url = nullif(coalesce($3, base_url), ''),
        api_key = nullif(coalesce($4, api_key), ''),
        headers = coalesce($5::text::jsonb, headers),
        enabled = coalesce($6, enabled),
        updated_at = now()
      WHERE id = $1 AND NOT deleted RETURNING
      """
          + COLUMNS;

  private static final String MODELS_OF =
      """
      SELECT display_name FROM model_configs WHERE model_provider_id = $1 AND NOT deleted
      ORDER BY display_name
      """;

  private static final String DELETE =
      """
      UPDATE model_providers
      SET deleted = true, enabled = false, api_key = NULL, headers = '{}', updated_at = now()
      WHERE id = $1 AND NOT deleted
      """;

  private final Optional<SecretBox> secrets;

  ModelProviders(Optional<SecretBox> secrets) {
    this.secrets = secrets;
  }

  Future<ProviderView> create(SqlClient client, ProviderDraft draft) {
    var type = draft.provider();
    var name = draft.displayName().orElse(type.wireName());
    return client
        .preparedQuery(INSERT)
        .execute(
            Tuple.of(
                type.wireName(),
                ModelRules.text("display_name", "Display name", name),
                ModelRules.baseUrl(type, draft.baseUrl().orElse("")),
                sealed(draft.apiKey().filter(key -> !key.isBlank())),
                ModelRules.headers(draft.headers()),
                draft.enabled()))
        .map(ModelProviders::one);
  }

  Future<ProviderView> ensurePreset(
      SqlClient client,
      String envName,
      ProviderType type,
      String apiKey,
      Optional<String> baseUrl) {
    return client
        .preparedQuery(UPSERT_PRESET)
        .execute(
            Tuple.of(
                type.wireName(),
                ModelRules.baseUrl(type, baseUrl.orElse("")),
                sealed(Optional.of(apiKey)),
                envName))
        .map(ModelProviders::one);
  }

  Future<List<ProviderView>> all(SqlClient client) {
    return client
        .query(ALL)
        .mapping(ModelProviders::view)
        .execute()
        .map(rows -> rows.stream().toList());
  }

  /// The enabled ones, without their headers: these may hold secrets, too.
  static List<ProviderView> forMembers(List<ProviderView> all) {
    return all.stream()
        .filter(ProviderView::enabled)
        .map(p ->
            new ProviderView(
                p.id(),
                p.provider(),
                p.displayName(),
                true,
                p.hasApiKey(),
                p.baseUrl(),
                Map.of(),
                p.source(),
                p.createdAt(),
                p.updatedAt()))
        .toList();
  }

  Future<ProviderView> update(SqlClient client, UUID id, ProviderPatch patch) {
    return client
        .preparedQuery(UPDATE)
        .execute(
            Tuple.of(
                id,
                patch
                    .displayName()
                    .map(name -> ModelRules.text("display_name", "Display name", name))
                    .orElse(null),
                patch.baseUrl().map(ModelRules::baseUrl).orElse(null),
                sealed(patch.apiKey()),
                patch.headers().map(ModelRules::headers).orElse(null),
                patch.enabled().orElse(null)))
        .map(rows -> {
          var updated = one(rows);
          requireOwnKey(rows.iterator().next(), patch);
          ModelRules.baseUrl(updated.provider(), updated.baseUrl().orElse(""));
          return updated;
        });
  }

  Future<Void> delete(SqlClient client, UUID id) {
    return client
        .preparedQuery(MODELS_OF)
        .execute(Tuple.of(id))
        .compose(models -> {
          requireNoModels(models.stream().map(row -> row.getString(0)).toList());
          return client.preparedQuery(DELETE).execute(Tuple.of(id));
        })
        .map(rows -> {
          if (rows.rowCount() == 0) {
            throw new NotFound("Chat provider");
          }
          return null;
        });
  }

  /// The provider part of a row that also names `provider_id` and `secret`.
  ProviderConfig config(Row row) {
    return new ProviderConfig(
        row.getUUID("provider_id"),
        type(row),
        row.getString("provider_name"),
        Optional.ofNullable(row.getString("base_url")),
        Optional.ofNullable(row.getBuffer("secret")).map(secret -> opened(secret.getBytes())),
        headers(row.getString("headers")),
        row.getBoolean("provider_enabled"));
  }

  /// What is empty stays `null`; an empty key becomes empty bytes, which the statements take away.
  private @Nullable Buffer sealed(Optional<String> apiKey) {
    return apiKey
        .map(ModelRules::apiKey)
        .map(key -> key.isEmpty() ? Buffer.buffer() : Buffer.buffer(box().seal(key)))
        .orElse(null);
  }

  private String opened(byte[] secret) {
    try {
      return box().open(secret);
    } catch (UnreadableSecret e) {
      throw new Invalid("api_key", String.valueOf(e.getMessage()));
    }
  }

  private SecretBox box() {
    return secrets.orElseThrow(() ->
        new Invalid(
            "api_key",
            "Keys are stored encrypted, and this server has no key to encrypt with. Set"
                + " BATON_SECRETS_KEY to 32 random bytes in base64 (`openssl rand -base64"
                + " 32`)."));
  }

  private static void requireOwnKey(Row row, ProviderPatch patch) {
    var preset = row.getString("preset");
    if (preset != null && (patch.apiKey().isPresent() || patch.baseUrl().isPresent())) {
      throw new Conflict(
          "Key and address of this provider come from " + preset + "; change them there.");
    }
  }

  private static void requireNoModels(List<String> names) {
    if (!names.isEmpty()) {
      throw new Conflict(
          "Delete the models of this provider first: " + String.join(", ", names) + ".");
    }
  }

  private static ProviderView one(RowSet<Row> rows) {
    return rows.stream()
        .findFirst()
        .map(ModelProviders::view)
        .orElseThrow(() -> new NotFound("Chat provider"));
  }

  private static ProviderView view(Row row) {
    return new ProviderView(
        row.getUUID("id"),
        type(row),
        row.getString("display_name"),
        row.getBoolean("enabled"),
        row.getBoolean("has_api_key"),
        Optional.ofNullable(row.getString("base_url")),
        headers(row.getString("headers")),
        row.getString("preset") == null ? "database" : "env_preset",
        row.getOffsetDateTime("created_at").toInstant(),
        row.getOffsetDateTime("updated_at").toInstant());
  }

  private static ProviderType type(Row row) {
    return ProviderType.ofWireName(row.getString("provider")).orElseThrow();
  }

  private static Map<String, String> headers(String json) {
    var headers = new LinkedHashMap<String, String>();
    Json.parse(json)
        .properties()
        .forEach(header -> headers.put(header.getKey(), header.getValue().asText()));
    return headers;
  }
}
