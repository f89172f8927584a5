package dev.baton.model;

import dev.baton.chat.ErrorKind;
import dev.baton.model.openai.ChatCompletionsModel;
import dev.baton.model.openai.Endpoint;
import dev.baton.model.scripted.ScriptedModel;
import dev.baton.time.Scheduler;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import java.time.Duration;

/// Makes the model that a configuration names. Models are cheap: one is made for each call, so a
/// changed configuration takes effect with the next. Connections are shared by all of them.
///
/// A configuration that cannot work becomes a model whose calls fail with the reason, before any
/// request. Thread-safe.
public final class ModelFactory {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  /// Servers drop idle connections without a word; a request on one that is gone would fail.
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(15);

  /// More than a replica's chats, for a call must never wait for another's connection. It is the
  /// limit of HTTP/2 connections too: encrypted servers that only speak HTTP/1.1 fall under it.
  /// Calls share an HTTP/2 connection that is there; only a burst opens many.
  private static final int MAX_CONNECTIONS = 20_000;

  private final EventLoops loops;
  private final Scheduler scheduler;
  private final Duration silenceTimeout;
  private final String userAgent;
  private final HttpClient plain;
  private final HttpClient encrypted;

  /// @param silenceTimeout how long a call may hear nothing; zero = for ever
  /// @param version of the product, told to providers
  public ModelFactory(Vertx vertx, Scheduler scheduler, Duration silenceTimeout, String version) {
    this.loops = EventLoops.of(vertx);
    this.scheduler = scheduler;
    this.silenceTimeout = silenceTimeout;
    this.userAgent = "baton/" + version;
    this.plain = vertx.createHttpClient(plain(), pool());
    this.encrypted = vertx.createHttpClient(encrypted(), pool());
  }

  public LanguageModel create(ProviderConfig provider, ModelConfig model) {
    var errors = ErrorClassifier.of(provider);
    if (!provider.enabled()) {
      var advice = " is disabled. Enable the provider, or choose another provider's model.";
      return refused(errors, ErrorKind.PROVIDER_DISABLED, advice);
    }
    var made =
        switch (provider.type()) {
          case SCRIPTED -> new ScriptedModel(loops, scheduler, errors);
          case OPENAI -> openai(provider, model, errors);
          case OPENAI_COMPAT -> chatCompletions(provider, model, errors);
          case ANTHROPIC -> unspoken(provider, errors);
        };
    return SilenceGuard.around(made, errors, scheduler, silenceTimeout);
  }

  /// Closes the connections. Calls under way fail.
  public Future<Void> close() {
    return Future.all(plain.close(), encrypted.close()).mapEmpty();
  }

  private LanguageModel openai(ProviderConfig provider, ModelConfig model, ErrorClassifier errors) {
    boolean hasKey = provider.apiKey().filter(key -> !key.isBlank()).isPresent();
    var advice = " has no API key. Set the provider's api_key, or choose another provider's model.";
    return hasKey
        ? chatCompletions(provider, model, errors)
        : refused(errors, ErrorKind.MISSING_KEY, advice);
  }

  private LanguageModel chatCompletions(
      ProviderConfig provider, ModelConfig model, ErrorClassifier errors) {
    try {
      var endpoint = Endpoint.of(provider, userAgent);
      var client = endpoint.isEncrypted() ? encrypted : plain;
      return new ChatCompletionsModel(client, loops, scheduler, errors, endpoint, model.model());
    } catch (IllegalArgumentException e) {
      var advice = " cannot be called: " + e.getMessage() + ". Change the provider's settings.";
      return refused(errors, ErrorKind.CONFIG, advice);
    }
  }

  private LanguageModel unspoken(ProviderConfig provider, ErrorClassifier errors) {
    var advice =
        " is of type "
            + provider.type()
            + ", which this version does not speak. It speaks openai-compat, openai and scripted:"
            + " change the provider's type, or choose another provider's model.";
    return refused(errors, ErrorKind.CONFIG, advice);
  }

  private LanguageModel refused(ErrorClassifier errors, ErrorKind kind, String advice) {
    return new RefusedModel(loops, errors.refusal(kind, errors.subject() + advice));
  }

  private static HttpClientOptions plain() {
    return new HttpClientOptions()
        .setConnectTimeout((int) CONNECT_TIMEOUT.toMillis())
        .setKeepAliveTimeout((int) KEEP_ALIVE.toSeconds());
  }

  private static HttpClientOptions encrypted() {
    return plain().setProtocolVersion(HttpVersion.HTTP_2).setUseAlpn(true);
  }

  private static PoolOptions pool() {
    return new PoolOptions()
        .setHttp1MaxSize(MAX_CONNECTIONS)
        .setHttp2MaxSize(MAX_CONNECTIONS)
        .setMaxWaitQueueSize(-1);
  }
}
