package dev.baton.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.chat.UserId;
import dev.baton.model.ModelConfig;
import dev.baton.model.ProviderType;
import dev.baton.model.Requests;
import dev.baton.store.Actor;
import dev.baton.store.ModelStore.ModelDraft;
import dev.baton.store.ModelStore.ModelPatch;
import dev.baton.store.ModelStore.ProviderDraft;
import dev.baton.store.ModelStore.ProviderPatch;
import dev.baton.store.ModelStore.ProviderView;
import dev.baton.store.ModelStore.Unavailability;
import dev.baton.store.Scope;
import dev.baton.store.StoreException.Conflict;
import dev.baton.store.StoreException.Forbidden;
import dev.baton.store.StoreException.Invalid;
import dev.baton.store.StoreException.NotFound;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class PgModelStoreTest {

  private static final Vertx vertx = Vertx.vertx();
  private static final Database database = TestDatabase.migrated().open(vertx);

  private static final Actor ADMIN = new Actor(UserId.random(), Actor.Role.ADMIN);
  private static final Actor MEMBER = new Actor(UserId.random(), Actor.Role.MEMBER);
  private static final Actor AUDITOR = new Actor(UserId.random(), Actor.Role.AUDITOR);
  private static final String KEY = "sk-1234";
  private static final ProviderPatch NO_CHANGE =
      new ProviderPatch(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  private final PgModelStore store =
      new PgModelStore(database, Optional.of(SecretBox.of(SecretBoxTest.key(1))));

  @AfterEach
  void clear() {
    database.pool().query("DELETE FROM model_configs").execute().await();
    database.pool().query("DELETE FROM model_providers").execute().await();
  }

  @AfterAll
  static void stop() {
    database.close().await();
    vertx.close().await();
  }

  // Providers

  @Test
  void provider_comes_back_without_its_key() {
    var made =
        store
            .createProvider(
                ADMIN,
                new ProviderDraft(
                    ProviderType.OPENAI_COMPAT,
                    Optional.of(" Local "),
                    Optional.of("http://localhost:1234/v1"),
                    Optional.of(KEY + "\n"),
                    Map.of("X-Team", "baton"),
                    true))
            .await();
    assertThat(made.provider()).isEqualTo(ProviderType.OPENAI_COMPAT);
    assertThat(made.displayName()).isEqualTo("Local");
    assertThat(made.baseUrl()).contains("http://localhost:1234/v1");
    assertThat(made.headers()).isEqualTo(Map.of("X-Team", "baton"));
    assertThat(made.hasApiKey()).isTrue();
    assertThat(made.source()).isEqualTo("database");
    assertThat(made.toString()).doesNotContain(KEY);
    assertThat(store.providers(ADMIN).await()).containsExactly(made);
  }

  @Test
  void key_is_stored_encrypted_and_resolved_in_clear() {
    var provider = provider("openai", Optional.of(KEY));
    var model = model(provider, "m", false);
    assertThat(
            database
                .pool()
                .query("SELECT count(*) FROM model_providers WHERE api_key = 'sk-1234'")
                .execute()
                .await()
                .iterator()
                .next()
                .getLong(0))
        .isZero();
    var resolved = store.resolve(model.id()).await().orElseThrow();
    assertThat(resolved.provider().apiKey()).contains(KEY);
    assertThat(resolved.toString()).doesNotContain(KEY);
  }

  @Test
  void without_an_encryption_key_no_api_key_is_taken() {
    var keyless = new PgModelStore(database, Optional.empty());
    assertThatThrownBy(() -> keyless.createProvider(ADMIN, draft("openai", KEY)).await())
        .isInstanceOf(Invalid.class)
        .hasMessageContaining("BATON_SECRETS_KEY")
        .hasMessageNotContaining(KEY);
    assertThat(keyless.createProvider(ADMIN, draft("scripted", "")).await().hasApiKey()).isFalse();
  }

  @Test
  void a_compatible_server_has_an_address() {
    assertInvalid(
        () -> provider("openai-compat", Optional.empty()),
        "base_url",
        "Base URL is required for openai-compat.");
    var there =
        store
            .createProvider(
                ADMIN,
                new ProviderDraft(
                    ProviderType.OPENAI_COMPAT,
                    Optional.empty(),
                    Optional.of("http://localhost:1234/v1"),
                    Optional.empty(),
                    Map.of(),
                    true))
            .await();
    assertInvalid(
        () -> patch(there, withBaseUrl("")), "base_url", "Base URL is required for openai-compat.");
    assertThat(store.providers(ADMIN).await()).containsExactly(there);
  }

  @Test
  void a_provider_says_why_it_cannot_be_called() {
    assertThat(provider("scripted", Optional.empty()).unavailability()).isEmpty();
    assertThat(provider("openai", Optional.of(KEY)).unavailability()).isEmpty();
    var keyless = provider("openai", Optional.empty());
    assertThat(keyless.unavailability()).contains(Unavailability.MISSING_API_KEY);
    assertThat(provider("anthropic", Optional.of(KEY)).unavailability())
        .contains(Unavailability.UNSUPPORTED);
    assertThat(patch(keyless, withEnabledProvider(false)).unavailability())
        .contains(Unavailability.DISABLED);
  }

  @Test
  void addresses_and_headers_that_cannot_be_used_are_refused() {
    for (var url : List.of("localhost:1234", "ftp://host/", "http://", "http://a b/")) {
      assertInvalid(
          () -> patch(provider("openai", Optional.empty()), withBaseUrl(url)),
          "base_url",
          "Base URL must be an absolute http or https URL.");
    }
    for (var header : List.of(Map.of("a b", "c"), Map.of("a", "b\r\nc: d"), Map.of("", "x"))) {
      assertInvalid(
          () -> patch(provider("openai", Optional.empty()), withHeaders(header)),
          "headers",
          "Headers must have the names and values of HTTP headers.");
    }
    assertInvalid(
        () -> provider("openai", Optional.of("a\nb")),
        "api_key",
        "API key must be printable ASCII, at most 10000 characters.");
  }

  @Test
  void what_a_patch_does_not_name_stays() {
    var provider = provider("openai", Optional.of(KEY));
    var patched =
        patch(
            provider,
            new ProviderPatch(
                Optional.of("New"),
                Optional.of("https://proxy"),
                Optional.empty(),
                Optional.empty(),
                Optional.of(false)));
    assertThat(patched.displayName()).isEqualTo("New");
    assertThat(patched.baseUrl()).contains("https://proxy");
    assertThat(patched.enabled()).isFalse();
    assertThat(patched.hasApiKey()).isTrue();
    assertThat(patch(patched, NO_CHANGE).baseUrl()).contains("https://proxy");
  }

  @Test
  void empty_texts_take_key_and_address_away() {
    var provider = provider("openai", Optional.of(KEY));
    patch(provider, withBaseUrl("https://proxy"));
    var bare =
        patch(
            provider,
            new ProviderPatch(
                Optional.empty(),
                Optional.of(""),
                Optional.of(""),
                Optional.empty(),
                Optional.empty()));
    assertThat(bare.hasApiKey()).isFalse();
    assertThat(bare.baseUrl()).isEmpty();
  }

  @Test
  void several_providers_of_one_type_may_exist() {
    provider("openai", Optional.empty());
    provider("openai", Optional.empty());
    assertThat(store.providers(ADMIN).await()).hasSize(2);
  }

  @Test
  void provider_with_models_cannot_be_deleted_and_one_without_can() {
    var provider = provider("openai", Optional.of(KEY));
    var model = model(provider, "gpt", false);
    assertThatThrownBy(() -> store.deleteProvider(ADMIN, provider.id()).await())
        .isInstanceOf(Conflict.class)
        .hasMessage("Delete the models of this provider first: gpt.");
    store.deleteModel(ADMIN, model.id()).await();
    store.deleteProvider(ADMIN, provider.id()).await();
    assertThat(store.providers(ADMIN).await()).isEmpty();
    assertThatThrownBy(() -> store.deleteProvider(ADMIN, provider.id()).await())
        .isInstanceOf(NotFound.class);
    assertThatThrownBy(() -> patch(provider, NO_CHANGE)).isInstanceOf(NotFound.class);
    assertInvalid(
        () -> model(provider, "gpt", false),
        "model_provider_id",
        "Chat provider is not configured.");
  }

  @ParameterizedTest
  @EnumSource(names = {"MEMBER", "AUDITOR"})
  void only_admins_write(Actor.Role role) {
    var provider = provider("openai", Optional.of(KEY));
    var model = model(provider, "gpt", true);
    var actor = new Actor(UserId.random(), role);
    for (ThrowingCallable write :
        List.<ThrowingCallable>of(
            () -> store.createProvider(actor, draft("openai", "")).await(),
            () -> store.updateProvider(actor, provider.id(), NO_CHANGE).await(),
            () -> store.deleteProvider(actor, provider.id()).await(),
            () -> store.createModel(actor, draft(provider.id(), "x", false)).await(),
            () -> store.updateModel(actor, model.id(), withDefault(false)).await(),
            () -> store.deleteModel(actor, model.id()).await())) {
      assertThatThrownBy(write).isInstanceOf(Forbidden.class);
    }
    assertThat(store.models(ADMIN).await()).containsExactly(model);
  }

  @Test
  void members_see_what_is_enabled_and_no_headers() {
    var open = provider("openai", Optional.of(KEY));
    var closed = provider("anthropic", Optional.of(KEY));
    patch(open, withHeaders(Map.of("X-Secret", "s")));
    var usable = model(open, "usable", true);
    var hidden = model(closed, "hidden", false);
    store.updateModel(ADMIN, model(open, "off", false).id(), withEnabled(false)).await();
    patch(closed, withEnabledProvider(false));

    assertThat(store.models(MEMBER).await()).containsExactly(usable);
    assertThat(store.models(AUDITOR).await()).hasSize(3).contains(hidden);
    assertThat(store.providers(AUDITOR).await()).hasSize(2);
    assertThat(store.providers(MEMBER).await())
        .singleElement()
        .satisfies(seen -> {
          assertThat(seen.id()).isEqualTo(open.id());
          assertThat(seen.headers()).isEmpty();
        });
  }

  // Presets

  @Test
  void preset_is_made_once_and_follows_its_variable() {
    var first = preset("k1");
    assertThat(first.source()).isEqualTo("env_preset");
    assertThat(preset("k2").id()).isEqualTo(first.id());
    var model = model(first, "gpt", true);
    assertThat(store.resolve(model.id()).await().orElseThrow().provider().apiKey()).contains("k2");
    assertThat(store.providers(ADMIN).await()).hasSize(1);
  }

  @Test
  void replicas_that_start_together_make_one_preset() {
    var starts = new ArrayList<Future<ProviderView>>();
    for (int i = 0; i < 6; i++) {
      starts.add(store.ensurePreset("OPENAI_API_KEY", ProviderType.OPENAI, KEY, Optional.empty()));
    }
    Future.join(starts).await();
    assertThat(store.providers(ADMIN).await()).hasSize(1);
  }

  @Test
  void disabled_preset_stays_disabled_and_a_deleted_one_comes_back_with_its_variable() {
    var preset = preset(KEY);
    patch(preset, withEnabledProvider(false));
    assertThat(preset(KEY).enabled()).isFalse();
    store.deleteProvider(ADMIN, preset.id()).await();
    assertThat(store.providers(ADMIN).await()).isEmpty();
    assertThat(preset(KEY).enabled()).isTrue();
  }

  @Test
  void key_of_a_preset_is_changed_where_it_comes_from() {
    var preset = preset(KEY);
    assertThatThrownBy(() -> patch(preset, withBaseUrl("https://elsewhere")))
        .isInstanceOf(Conflict.class)
        .hasMessageContaining("OPENAI_API_KEY");
    assertThat(store.providers(ADMIN).await()).containsExactly(preset);
  }

  // Models

  @Test
  void model_comes_back_whole() {
    var provider = provider("openai", Optional.of(KEY));
    var made =
        store
            .createModel(
                ADMIN,
                new ModelDraft(
                    provider.id(),
                    "gpt-x",
                    Optional.of("GPT X"),
                    128_000,
                    OptionalInt.of(0),
                    true,
                    true,
                    "{\"temperature\":0.5}"))
            .await();
    assertThat(made.modelProviderId()).isEqualTo(provider.id());
    assertThat(made.model()).isEqualTo("gpt-x");
    assertThat(made.displayName()).isEqualTo("GPT X");
    assertThat(made.contextLimit()).isEqualTo(128_000);
    assertThat(made.compressionThreshold()).isZero();
    assertThat(made.isDefault()).isTrue();
    assertThat(made.settings()).isEqualTo("{\"temperature\": 0.5}");
    assertThat(store.models(MEMBER).await()).containsExactly(made);
  }

  @Test
  void compaction_begins_earlier_in_a_large_context() {
    var provider = provider("scripted", Optional.empty());
    assertThat(model(provider, "small", false).compressionThreshold()).isEqualTo(70);
    var large =
        new ModelDraft(
            provider.id(),
            "large",
            Optional.empty(),
            500_000,
            OptionalInt.empty(),
            false,
            true,
            "{}");
    assertThat(store.createModel(ADMIN, large).await().compressionThreshold()).isEqualTo(30);
  }

  @Test
  void values_that_cannot_be_used_are_refused_by_field() {
    var provider = provider("scripted", Optional.empty());
    assertInvalid(() -> model(provider, " ", false), "model", "Model is required.");
    assertInvalid(
        () -> model(provider, "a\0b", false),
        "model",
        "Model holds characters that cannot be stored.");
    assertInvalid(
        () -> create(provider, 0, OptionalInt.empty(), "{}"),
        "context_limit",
        "Context limit must be greater than zero.");
    assertInvalid(
        () -> create(provider, 1, OptionalInt.of(101), "{}"),
        "compression_threshold",
        "Compression threshold must be between 0 and 100.");
    assertInvalid(
        () -> create(provider, 1, OptionalInt.empty(), "[]"),
        "model_config",
        "Model config must be a JSON object.");
    assertThatThrownBy(() -> create(provider, 1, OptionalInt.empty(), "{"))
        .isInstanceOf(Invalid.class)
        .hasMessageStartingWith("Model config is not JSON");
    assertThat(create(provider, 1, OptionalInt.empty(), "{\"a\":\"\\u0000\"}").settings())
        .contains("\u2400");
    assertInvalid(
        () -> store.createModel(ADMIN, draft(UUID.randomUUID(), "m", false)).await(),
        "model_provider_id",
        "Chat provider is not configured.");
  }

  @Test
  void there_is_one_default_at_a_time() {
    var provider = provider("scripted", Optional.empty());
    var first = model(provider, "first", true);
    var second = model(provider, "second", true);
    assertThat(defaults()).containsExactly(second.id());
    store.updateModel(ADMIN, first.id(), withDefault(true)).await();
    assertThat(defaults()).containsExactly(first.id());
    store.deleteModel(ADMIN, first.id()).await();
    assertThat(defaults()).isEmpty();
  }

  @Test
  void default_stays_when_the_model_that_should_have_it_is_not_there() {
    var first = model(provider("scripted", Optional.empty()), "first", true);
    assertThatThrownBy(() -> store.updateModel(ADMIN, UUID.randomUUID(), withDefault(true)).await())
        .isInstanceOf(NotFound.class);
    assertThat(defaults()).containsExactly(first.id());
  }

  @Test
  void default_is_moved_by_many_at_once_and_stays_one() {
    var provider = provider("scripted", Optional.empty());
    var moves = new ArrayList<Future<ModelConfig>>();
    for (int i = 0; i < 8; i++) {
      moves.add(store.createModel(ADMIN, draft(provider.id(), "m" + i, true)));
    }
    Future.join(moves).await();
    assertThat(defaults()).hasSize(1);
    assertThat(store.models(ADMIN).await()).hasSize(8);
  }

  @Test
  void model_is_never_left_with_a_deleted_provider() {
    for (int i = 0; i < 10; i++) {
      var provider = provider("scripted", Optional.empty());
      var create = store.createModel(ADMIN, draft(provider.id(), "m", false));
      var delete = store.deleteProvider(ADMIN, provider.id());
      Future.join(create, delete).otherwiseEmpty().await();
      assertThat(create.succeeded()).isNotEqualTo(delete.succeeded());
    }
  }

  // Resolving

  @Test
  void named_model_is_resolved_before_the_default() {
    var provider = provider("scripted", Optional.empty());
    model(provider, "default", true);
    var named = model(provider, "named", false);
    assertThat(resolved(named)).contains("named");
  }

  @Test
  void default_stands_in_for_a_model_that_is_disabled_or_deleted() {
    var provider = provider("scripted", Optional.empty());
    var named = model(provider, "named", false);
    assertThat(resolved(named)).contains("named");
    store.updateModel(ADMIN, named.id(), withEnabled(false)).await();
    assertThat(resolved(named)).isEmpty();
    model(provider, "default", true);
    assertThat(resolved(named)).contains("default");
    store.deleteModel(ADMIN, named.id()).await();
    assertThat(resolved(named)).contains("default");
  }

  @Test
  void disabled_provider_is_named_when_there_is_no_other() {
    var off = provider("openai", Optional.of(KEY));
    var named = model(off, "named", false);
    patch(off, withEnabledProvider(false));
    var resolved = store.resolve(named.id()).await().orElseThrow();
    assertThat(resolved.model()).isEqualTo(named);
    assertThat(resolved.provider().enabled()).isFalse();
    model(provider("scripted", Optional.empty()), "default", true);
    assertThat(resolved(named)).contains("default");
  }

  @Test
  void key_that_cannot_be_read_fails_with_what_to_do() {
    var model = model(provider("openai", Optional.of(KEY)), "m", false);
    var other = new PgModelStore(database, Optional.of(SecretBox.of(SecretBoxTest.key(2))));
    assertThatThrownBy(() -> other.resolve(model.id()).await())
        .isInstanceOf(Invalid.class)
        .hasMessageContaining("BATON_SECRETS_KEY");
  }

  @Test
  void keys_are_put_under_the_new_key_once_and_stay_readable_meanwhile() {
    var models = new ArrayList<ModelConfig>();
    for (int i = 0; i < 3; i++) {
      models.add(model(provider("openai", Optional.of(KEY + i)), "m" + i, false));
    }
    provider("scripted", Optional.empty());
    var old = SecretBoxTest.key(1);
    var rotating = store(SecretBox.of(SecretBoxTest.key(2), List.of(old)));
    var prepared = store(SecretBox.of(old, List.of(SecretBoxTest.key(2))));
    assertKeys(rotating, models);

    var starts = List.of(rotating.rotateKeys(), rotating.rotateKeys(), rotating.rotateKeys());
    assertThat(Future.join(starts).await().<Integer>list().stream().mapToInt(n -> n).sum())
        .isEqualTo(3);
    assertKeys(prepared, models);
    assertKeys(store(SecretBox.of(SecretBoxTest.key(2))), models);
    assertThat(rotating.rotateKeys().await()).isZero();
  }

  @Test
  void a_key_that_cannot_be_read_is_left_as_it_is() {
    var model = model(provider("openai", Optional.of(KEY)), "m", false);
    var stranger = store(SecretBox.of(SecretBoxTest.key(2), List.of(SecretBoxTest.key(3))));
    assertThat(stranger.rotateKeys().await()).isZero();
    assertKeys(store, List.of(model), KEY);
    assertThat(new PgModelStore(database, Optional.empty()).rotateKeys().await()).isZero();
  }

  @Test
  void more_keys_than_fit_into_a_batch_are_all_rotated() {
    database
        .pool()
        .preparedQuery(
            "INSERT INTO model_providers (provider, display_name, api_key)"
                + " SELECT 'openai', 'p', $1 FROM generate_series(1, 250)")
        .execute(Tuple.of(Buffer.buffer(SecretBox.of(SecretBoxTest.key(1)).seal(KEY))))
        .await();
    var rotating = store(SecretBox.of(SecretBoxTest.key(2), List.of(SecretBoxTest.key(1))));
    assertThat(rotating.rotateKeys().await()).isEqualTo(250);
  }

  private static PgModelStore store(SecretBox box) {
    return new PgModelStore(database, Optional.of(box));
  }

  private static void assertKeys(PgModelStore store, List<ModelConfig> models) {
    for (int i = 0; i < models.size(); i++) {
      assertKeys(store, List.of(models.get(i)), KEY + i);
    }
  }

  private static void assertKeys(PgModelStore store, List<ModelConfig> models, String key) {
    for (var model : models) {
      assertThat(store.resolve(model.id()).await().orElseThrow().provider().apiKey()).contains(key);
    }
  }

  @Test
  void models_are_read_with_their_scope() {
    var limited = new Actor(ADMIN.id(), Actor.Role.ADMIN, Set.of(Scope.CHAT_ALL));
    for (ThrowingCallable read :
        List.<ThrowingCallable>of(
            () -> store.models(limited).await(), () -> store.providers(limited).await())) {
      assertThatThrownBy(read)
          .isInstanceOf(Forbidden.class)
          .hasMessage("This token lacks the scope model:read.");
    }
  }

  private Optional<String> resolved(ModelConfig named) {
    return store.resolve(named.id()).await().map(found -> found.model().model());
  }

  private List<UUID> defaults() {
    return store.models(ADMIN).await().stream()
        .filter(ModelConfig::isDefault)
        .map(ModelConfig::id)
        .toList();
  }

  private ProviderView provider(String type, Optional<String> apiKey) {
    return store.createProvider(ADMIN, draft(type, apiKey.orElse(""))).await();
  }

  private ProviderView preset(String apiKey) {
    return store
        .ensurePreset("OPENAI_API_KEY", ProviderType.OPENAI, apiKey, Optional.empty())
        .await();
  }

  private ProviderView patch(ProviderView provider, ProviderPatch patch) {
    return store.updateProvider(ADMIN, provider.id(), patch).await();
  }

  private ModelConfig model(ProviderView provider, String name, boolean isDefault) {
    return store.createModel(ADMIN, draft(provider.id(), name, isDefault)).await();
  }

  private ModelConfig create(
      ProviderView provider, int contextLimit, OptionalInt threshold, String settings) {
    return store
        .createModel(
            ADMIN,
            new ModelDraft(
                provider.id(),
                "m",
                Optional.empty(),
                contextLimit,
                threshold,
                false,
                true,
                settings))
        .await();
  }

  private static void assertInvalid(ThrowingCallable call, String field, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(Invalid.class, e -> assertThat(e.field()).isEqualTo(field))
        .hasMessage(message);
  }

  private static ProviderDraft draft(String type, String apiKey) {
    return new ProviderDraft(
        Requests.type(type),
        Optional.empty(),
        Optional.empty(),
        Optional.of(apiKey),
        Map.of(),
        true);
  }

  private static ModelDraft draft(UUID provider, String model, boolean isDefault) {
    return new ModelDraft(
        provider, model, Optional.empty(), 1_000, OptionalInt.empty(), isDefault, true, "{}");
  }

  private static ProviderPatch withBaseUrl(String url) {
    return new ProviderPatch(
        Optional.empty(), Optional.of(url), Optional.empty(), Optional.empty(), Optional.empty());
  }

  private static ProviderPatch withHeaders(Map<String, String> headers) {
    return new ProviderPatch(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(headers),
        Optional.empty());
  }

  private static ProviderPatch withEnabledProvider(boolean enabled) {
    return new ProviderPatch(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(enabled));
  }

  private static ModelPatch withDefault(boolean isDefault) {
    return patch(Optional.of(isDefault), Optional.empty());
  }

  private static ModelPatch withEnabled(boolean enabled) {
    return patch(Optional.empty(), Optional.of(enabled));
  }

  private static ModelPatch patch(Optional<Boolean> isDefault, Optional<Boolean> enabled) {
    return new ModelPatch(
        Optional.empty(),
        Optional.empty(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        isDefault,
        enabled,
        Optional.empty());
  }
}
