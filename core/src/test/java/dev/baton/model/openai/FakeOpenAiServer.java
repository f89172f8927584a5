package dev.baton.model.openai;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// An OpenAI-compatible server on loopback that answers as the test says, and tells who hung up.
///
/// ```java
/// var server = FakeOpenAiServer.start(vertx);
/// server.onRequest(exchange -> exchange.text("Hel").text("lo").finish("stop").done());
/// …
/// server.nextExchange().awaitClosedByClient();
/// server.stop();
/// ```
///
/// Unless it is told otherwise it says "Hello there." Behaviours run on the server's event loop; an
/// exchange may also be driven from the test's own thread.
public final class FakeOpenAiServer {

  private static final long PATIENCE_SECONDS = 20;

  private final AtomicInteger openConnections = new AtomicInteger();
  private final AtomicInteger allConnections = new AtomicInteger();
  private final BlockingQueue<FakeExchange> exchanges = new LinkedBlockingQueue<>();
  private final HttpServer server;
  private volatile Consumer<FakeExchange> behaviour =
      exchange -> exchange.text("Hello ").text("there.").finish("stop").usage(10, 3).done();

  private FakeOpenAiServer(Vertx vertx) {
    server = vertx.createHttpServer();
    server.connectionHandler(connection -> {
      allConnections.incrementAndGet();
      openConnections.incrementAndGet();
      connection.closeHandler(_ -> openConnections.decrementAndGet());
    });
    server.requestHandler(request ->
        request
            .body()
            .onSuccess(body -> {
              var exchange = new FakeExchange(request, body);
              exchanges.add(exchange);
              behaviour.accept(exchange);
            }));
  }

  /// A server on a free port.
  public static FakeOpenAiServer start(Vertx vertx) throws TimeoutException {
    var fake = new FakeOpenAiServer(vertx);
    fake.server.listen(0, "127.0.0.1").await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    return fake;
  }

  public String baseUrl() {
    return "http://127.0.0.1:" + server.actualPort() + "/v1";
  }

  /// What is done with each request from now on.
  public void onRequest(Consumer<FakeExchange> next) {
    behaviour = next;
  }

  /// The next request that has not been asked for yet.
  public FakeExchange nextExchange() throws InterruptedException {
    var exchange = exchanges.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (exchange == null) {
      throw new AssertionError("no request came");
    }
    return exchange;
  }

  public int requestsNotAskedFor() {
    return exchanges.size();
  }

  public int openConnections() {
    return openConnections.get();
  }

  /// Connections since the start, open or not.
  public int allConnections() {
    return allConnections.get();
  }

  public void stop() throws TimeoutException {
    server.close().await(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }
}
