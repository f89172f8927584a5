package dev.baton.server.auth;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/// The browser's credential. Out of reach of scripts, sent to this host only, and over TLS only
/// where there is TLS: at the public URL, or at the proxy that the public URL stands for.
public final class SessionCookie {

  public static final String NAME = "baton_session";

  private final Optional<URI> publicUrl;

  public SessionCookie(Optional<URI> publicUrl) {
    this.publicUrl = publicUrl;
  }

  public void set(HttpServerRequest request, String secret, Duration validFor) {
    request.response().addCookie(cookie(request, secret).setMaxAge(validFor.toSeconds()));
  }

  public void clear(HttpServerRequest request) {
    request.response().addCookie(cookie(request, "").setMaxAge(0));
  }

  private Cookie cookie(HttpServerRequest request, String value) {
    return Cookie.cookie(NAME, value)
        .setPath("/")
        .setHttpOnly(true)
        .setSameSite(CookieSameSite.LAX)
        .setSecure(isBehindTls(request));
  }

  /// The forwarding header counts only where a proxy is known to stand: anybody can send it.
  private boolean isBehindTls(HttpServerRequest request) {
    return publicUrl
        .filter(url -> "https".equalsIgnoreCase(url.getScheme()) || cameByTls(request))
        .isPresent();
  }

  /// Of several proxies the first in the list is the one that people reach.
  private static boolean cameByTls(HttpServerRequest request) {
    String schemes = request.getHeader("X-Forwarded-Proto");
    return schemes != null && schemes.split(",", 2)[0].strip().equalsIgnoreCase("https");
  }
}
