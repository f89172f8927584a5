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
import java.util.List;

/// Makes the model that a configuration names. Models are cheap: one is made for each call, so a
/// changed configuration takes effect with the next. Connections are shared by all of them.
///
/// A configuration that cannot work becomes a model whose calls fail with the reason, before any
/// request. Thread-safe.
public final class ModelFactory {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  /// Servers drop idle connections without a word; a request on one that is gone would fail.
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(15);

  /// More than a replica's chats: a call must never wait for another's connection.
  private static final int MAX_CONNECTIONS = 20_000;

  private final EventLoops loops;
  private final Scheduler scheduler;
  private final Duration silenceTimeout;
  private final String userAgent;
  private final HttpClient client;

  /// @param silenceTimeout how long a call may hear nothing; zero = for ever
  /// @param version of the product, told to providers
  public ModelFactory(Vertx vertx, Scheduler scheduler, Duration silenceTimeout, String version) {
    this.loops = EventLoops.of(vertx);
    this.scheduler = scheduler;
    this.silenceTimeout = silenceTimeout;
    this.userAgent = "baton/" + version;
    this.client = vertx.createHttpClient(clientOptions(), poolOptions());
  }

  public LanguageModel create(ProviderConfig provider, ModelConfig model) {
    var errors = ErrorClassifier.of(provider);
    if (!provider.enabled()) {
      var advice = " is disabled. Enable the provider, or choose another provider's model.";
      return refused(errors, ErrorKind.PROVIDER_DISABLED, advice);
    }
    var made =
        switch (provider.type()) {
          case "scripted" -> new ScriptedModel(loops, scheduler, errors);
          case "openai" -> openai(provider, model, errors);
          case "openai-compat" -> chatCompletions(provider, model, errors);
          default -> unspoken(provider, errors);
        };
    return SilenceGuard.around(made, errors, scheduler, silenceTimeout);
  }

  /// Closes the connections. Calls under way fail.
  public Future<Void> close() {
    return client.close();
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

  private static HttpClientOptions clientOptions() {
    return new HttpClientOptions()
        .setConnectTimeout((int) CONNECT_TIMEOUT.toMillis())
        .setKeepAliveTimeout((int) KEEP_ALIVE.toSeconds())
        .setUseAlpn(true)
        .setAlpnVersions(List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1));
  }

  private static PoolOptions poolOptions() {
    return new PoolOptions()
        .setHttp1MaxSize(MAX_CONNECTIONS)
        .setHttp2MaxSize(MAX_CONNECTIONS)
        .setMaxWaitQueueSize(-1);
  }
}
