package dev.baton.server.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/// The page, from the class path below `webroot/`. A file is read once, off the event loop, and
/// kept. Browsers may keep it as well, but ask each time whether it is still the same, so that a
/// new version of the server is a new version of the page.
final class WebRoot {

  /// No segment begins with a dot, so nothing outside is ever reached.
  private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9_][A-Za-z0-9_.-]*)+");

  /// Nothing else is served: a directory on the class path reads as a list of its files.
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "json", "application/json",
          "svg", "image/svg+xml",
          "png", "image/png",
          "ico", "image/x-icon",
          "woff2", "font/woff2",
          "txt", "text/plain; charset=utf-8");

  private record Page(Buffer content, String type, String tag) {}

  private final Vertx vertx;
  private final Door door;
  private final Map<String, Page> pages = new ConcurrentHashMap<>();

  WebRoot(Vertx vertx, Door door) {
    this.vertx = vertx;
    this.door = door;
  }

  void serve(RoutingContext context) {
    var method = context.request().method();
    String path = context.normalizedPath().equals("/") ? "/index.html" : context.normalizedPath();
    var type = type(path);
    if (type.isEmpty() || !(method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD))) {
      door.refuse(context, new Rejection(Problems.ofStatus(404)));
      return;
    }
    page(path, type.get())
        .map(page -> page.orElseThrow(() -> new Rejection(Problems.ofStatus(404))))
        .onComplete(page -> send(context, page), failure -> door.refuse(context, failure));
  }

  private static Optional<String> type(String path) {
    String extension = path.substring(path.lastIndexOf('.') + 1);
    return Optional.ofNullable(TYPES.get(extension)).filter(_ -> PATH.matcher(path).matches());
  }

  private Future<Optional<Page>> page(String path, String type) {
    Page held = pages.get(path);
    if (held != null) {
      return Future.succeededFuture(Optional.of(held));
    }
    return vertx
        .executeBlocking(() -> read(path, type), false)
        .onSuccess(found -> found.ifPresent(page -> pages.put(path, page)));
  }

  private static Optional<Page> read(String path, String type) {
    try (var resource = WebRoot.class.getResourceAsStream("/webroot" + path)) {
      if (resource == null) {
        return Optional.empty();
      }
      var content = Buffer.buffer(resource.readAllBytes());
      String tag = "\"" + Integer.toHexString(content.hashCode()) + "-" + content.length() + "\"";
      return Optional.of(new Page(content, type, tag));
    } catch (IOException e) {
      throw new UncheckedIOException("read webroot" + path, e);
    }
  }

  private static void send(RoutingContext context, Page page) {
    var response =
        context
            .response()
            .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
            .putHeader(HttpHeaders.ETAG, page.tag());
    if (page.tag().equals(context.request().getHeader(HttpHeaders.IF_NONE_MATCH))) {
      response.setStatusCode(304).end();
    } else {
      response.putHeader(HttpHeaders.CONTENT_TYPE, page.type()).end(page.content());
    }
  }
}
