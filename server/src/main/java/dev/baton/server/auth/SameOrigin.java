package dev.baton.server.auth;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Tells whether a browser's request was made by a page of our own.
///
/// `Sec-Fetch-Site` decides when it is there: no page can forge it. Where browsers leave it out
/// (plain http, WebSockets, old ones) `Origin` is compared with the public URL and with `Host`. A
/// request with neither is no browser's, and has a cookie because somebody put it there.
public final class SameOrigin {

  private final Optional<String> publicAuthority;

  public SameOrigin(Optional<URI> publicUrl) {
    this.publicAuthority = publicUrl.map(URI::getAuthority);
  }

  boolean holds(HttpServerRequest request) {
    String site = request.getHeader("Sec-Fetch-Site");
    if (site != null) {
      return site.equals("same-origin") || site.equals("none");
    }
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    return origin == null || isOurs(origin, request.getHeader(HttpHeaders.HOST));
  }

  private boolean isOurs(String origin, @Nullable String host) {
    return authority(origin)
        .filter(name ->
            name.equalsIgnoreCase(host)
                || publicAuthority.filter(name::equalsIgnoreCase).isPresent())
        .isPresent();
  }

  private static Optional<String> authority(String origin) {
    try {
      return Optional.ofNullable(new URI(origin).getAuthority());
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
