package dev.baton.server;

import dev.baton.model.ProviderType;
import dev.baton.postgres.PgAccountStore;
import dev.baton.postgres.PgModelStore;
import dev.baton.server.config.AuthConfig;
import dev.baton.server.config.ProviderPresets;
import dev.baton.server.config.Secret;
import dev.baton.store.Token;
import dev.baton.store.User;
import io.vertx.core.Future;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/// Sees to it that somebody can get in, and that the providers of the environment are there. Every
/// replica does this at every start; what is there already stays as it is.
final class Bootstrap {

  private static final Duration LINK_TTL = Duration.ofHours(24);

  private final PgAccountStore accounts;
  private final PgModelStore models;

  Bootstrap(PgAccountStore accounts, PgModelStore models) {
    this.accounts = accounts;
    this.models = models;
  }

  Future<Void> run(AuthConfig auth, ProviderPresets presets) {
    return accounts
        .ensureAdmin()
        .compose(admin -> tokens(admin, auth))
        .compose(_ -> providers(presets));
  }

  private Future<Void> tokens(User admin, AuthConfig auth) {
    return Future.all(
            token(admin, Token.Kind.API, "BATON_ADMIN_TOKEN", auth.adminToken(), Optional.empty()),
            token(
                admin, Token.Kind.LINK, "sign-in link", auth.signInSecret(), Optional.of(LINK_TTL)))
        .mapEmpty();
  }

  private Future<Void> token(
      User admin,
      Token.Kind kind,
      String name,
      Optional<Secret> secret,
      Optional<Duration> validFor) {
    return secret
        .map(it -> accounts.ensurePreset(admin, kind, name, it.reveal(), validFor).<Void>mapEmpty())
        .orElse(Future.succeededFuture());
  }

  private Future<Void> providers(ProviderPresets presets) {
    return Future.all(
            preset(
                "OPENAI_API_KEY",
                ProviderType.OPENAI,
                presets.openaiApiKey(),
                presets.openaiBaseUrl()),
            preset(
                "ANTHROPIC_API_KEY",
                ProviderType.ANTHROPIC,
                presets.anthropicApiKey(),
                presets.anthropicBaseUrl()))
        .mapEmpty();
  }

  private Future<Void> preset(
      String variable, ProviderType type, Optional<Secret> key, Optional<URI> baseUrl) {
    return key.map(it ->
            models
                .ensurePreset(variable, type, it.reveal(), baseUrl.map(URI::toString))
                .<Void>mapEmpty())
        .orElse(Future.succeededFuture());
  }
}
