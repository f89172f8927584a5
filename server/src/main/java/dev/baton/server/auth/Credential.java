package dev.baton.server.auth;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/// What a request shows to be let in. `toString` hides the secret.
public sealed interface Credential {

  String secret();

  /// From the `Authorization` header: only a program puts it there.
  record Bearer(String secret) implements Credential {
    @Override
    public String toString() {
      return "Bearer";
    }
  }

  /// From the session cookie, which a browser adds by itself.
  record Session(String secret) implements Credential {
    @Override
    public String toString() {
      return "Session";
    }
  }

  /// From the query: good for one stream, and used up by opening it.
  record Ticket(String secret) implements Credential {
    @Override
    public String toString() {
      return "Ticket";
    }
  }

  /// A query that cannot be read holds no ticket.
  static Optional<Ticket> ticket(HttpServerRequest request) {
    try {
      return Optional.ofNullable(request.getParam("ticket")).map(Ticket::new);
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  static Optional<Credential> of(HttpServerRequest request) {
    return bearer(request).or(() -> session(request));
  }

  private static Optional<Credential> bearer(HttpServerRequest request) {
    String scheme = "Bearer ";
    return Optional.ofNullable(request.getHeader(HttpHeaders.AUTHORIZATION))
        .filter(header -> header.regionMatches(true, 0, scheme, 0, scheme.length()))
        .map(header -> new Bearer(header.substring(scheme.length()).strip()));
  }

  private static Optional<Credential> session(HttpServerRequest request) {
    return Optional.ofNullable(request.getCookie(SessionCookie.NAME))
        .map(Cookie::getValue)
        .map(Session::new);
  }
}
