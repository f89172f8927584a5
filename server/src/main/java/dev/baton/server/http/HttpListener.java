package dev.baton.server.http;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// A router on a port, served by one event loop for each processor. Starting fails if the port
/// cannot be had; stopping lets answers under way go out, then closes what is open. Both may be
/// called twice.
public final class HttpListener {

  private static final int IDLE_SECONDS = 75;
  private static final int GRACE_SECONDS = 2;
  private static final int MAX_HEADER_BYTES = 16 * 1024;
  private static final int MAX_LINE_BYTES = 8 * 1024;

  /// Clients have nothing to say on a socket. Up to here they are told so; beyond, cut off.
  private static final int MAX_CLIENT_FRAME_BYTES = 1024 * 1024;

  private final Vertx vertx;
  private final String host;
  private final int port;
  private final Router router;
  private final AtomicInteger boundPort = new AtomicInteger();
  private Optional<Future<String>> deployment = Optional.empty();

  /// @param port 0 = any that is free
  public HttpListener(Vertx vertx, String host, int port, Router router) {
    this.vertx = vertx;
    this.host = host;
    this.port = port;
    this.router = router;
  }

  /// Begins to listen, and tells on which port.
  public synchronized Future<Integer> start() {
    if (deployment.isEmpty()) {
      // Each loop would find a free port of its own.
      int loops = port == 0 ? 1 : Runtime.getRuntime().availableProcessors();
      var options = new DeploymentOptions().setInstances(loops);
      deployment = Optional.of(vertx.deployVerticle(Loop::new, options));
    }
    return deployment.get().map(_ -> boundPort.get());
  }

  public synchronized Future<Void> stop() {
    if (deployment.isEmpty()) {
      return Future.succeededFuture();
    }
    var stopped = deployment.get().compose(vertx::undeploy, _ -> Future.succeededFuture());
    deployment = Optional.empty();
    return stopped;
  }

  private HttpServerOptions options() {
    return new HttpServerOptions()
        .setHost(host)
        .setPort(port)
        .setAcceptBacklog(4096)
        .setTcpKeepAlive(true)
        .setIdleTimeout(IDLE_SECONDS)
        .setMaxHeaderSize(MAX_HEADER_BYTES)
        .setMaxInitialLineLength(MAX_LINE_BYTES)
        .setHttp2ClearTextEnabled(false)
        .setPerFrameWebSocketCompressionSupported(false)
        .setPerMessageWebSocketCompressionSupported(false)
        .setMaxWebSocketFrameSize(MAX_CLIENT_FRAME_BYTES)
        .setMaxWebSocketMessageSize(MAX_CLIENT_FRAME_BYTES)
        .setWebSocketClosingTimeout(5);
  }

  /// What is not even HTTP.
  private static void refuse(HttpServerRequest request) {
    int status =
        switch (request.decoderResult().cause()) {
          case TooLongHttpLineException _ -> 414;
          case TooLongHttpHeaderException _ -> 431;
          case null, default -> 400;
        };
    request
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .end(Problems.ofStatus(status).json());
    request.connection().close();
  }

  /// One event loop's share.
  private final class Loop extends VerticleBase {

    private final HttpServer server =
        HttpListener.this
            .vertx
            .createHttpServer(options())
            .requestHandler(router)
            .invalidRequestHandler(HttpListener::refuse);

    @Override
    public Future<HttpServer> start() {
      return server.listen().onSuccess(_ -> boundPort.set(server.actualPort()));
    }

    @Override
    public Future<Void> stop() {
      return server.shutdown(GRACE_SECONDS, TimeUnit.SECONDS);
    }
  }
}
