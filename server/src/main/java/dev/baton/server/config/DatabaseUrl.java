package dev.baton.server.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where PostgreSQL is, as libpq writes it: `postgresql://user[:password]@host[:port]/database`,
/// with `?sslmode=…` if need be. User and password may be percent-encoded.
///
/// @param host a name, an IPv4 address, or an IPv6 address in brackets
/// @param sslMode one of libpq's, in lower case
public record DatabaseUrl(
    String user,
    Optional<Secret> password,
    String host,
    int port,
    String database,
    Optional<String> sslMode) {

  private static final String SSL_MODES = "disable|allow|prefer|require|verify-ca|verify-full";

  static final String SHAPE =
      "postgresql://user[:password]@host[:port]/database[?sslmode=" + SSL_MODES + "]";

  private static final int DEFAULT_PORT = 5432;

  private static final Pattern URL =
      Pattern.compile(
          "postgres(?:ql)?://"
              + "(?<user>[^:@/?]+)(?::(?<password>[^@/?]+))?@"
              + "(?<host>[^:@/?\\[\\]]+|\\[[0-9a-fA-F:.]+])(?::(?<port>\\d{1,5}))?"
              + "/(?<database>[^/?#&]+)"
              + ("(?:\\?sslmode=(?<sslmode>" + SSL_MODES + "))?"));

  public DatabaseUrl {
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("no such port: " + port);
    }
  }

  /// Reads such a URL.
  ///
  /// @throws IllegalArgumentException when the text has another shape; it is not in the message
  public static DatabaseUrl parse(String text) {
    var url = URL.matcher(text);
    if (!url.matches()) {
      throw new IllegalArgumentException("not of the shape " + SHAPE);
    }
    return new DatabaseUrl(
        decoded(url.group("user")),
        group(url, "password").map(DatabaseUrl::decoded).map(Secret::new),
        url.group("host"),
        group(url, "port").map(Integer::parseInt).orElse(DEFAULT_PORT),
        decoded(url.group("database")),
        group(url, "sslmode"));
  }

  /// The whole of it, password included: for whoever connects, and for no log.
  public String reveal() {
    var secret = password.map(it -> ":" + encoded(it.reveal())).orElse("");
    var query = sslMode.map(mode -> "?sslmode=" + mode).orElse("");
    return "postgresql://%s%s@%s:%d/%s%s"
        .formatted(encoded(user), secret, host, port, encoded(database), query);
  }

  @Override
  public String toString() {
    return "postgresql://" + user + "@" + host + ":" + port + "/" + database;
  }

  private static Optional<String> group(Matcher url, String name) {
    return Optional.ofNullable(url.group(name));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }

  // A plus sign is itself here; only forms read it as a space.
  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
  }
}
