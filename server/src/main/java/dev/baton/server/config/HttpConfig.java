package dev.baton.server.config;

import java.net.URI;
import java.util.Optional;

/// The public listener. `publicUrl` is what people type, when a proxy stands before it.
public record HttpConfig(String host, int port, Optional<URI> publicUrl, int maxBodyBytes) {

  static final HttpConfig DEFAULTS =
      new HttpConfig("127.0.0.1", 8080, Optional.empty(), 8 * 1024 * 1024);

  public HttpConfig {
    Check.text("host", host);
    Check.between("port", port, 1, 65_535);
    publicUrl.ifPresent(url -> Check.webUrl("public-url", url));
    Check.between("max-body-bytes", maxBodyBytes, 1024, 1024 * 1024 * 1024);
  }
}
