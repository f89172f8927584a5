package dev.baton.model.openai;

import dev.baton.model.ProviderConfig;
import dev.baton.model.ProviderType;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where requests go and what they carry beside their body. Not a record, so that no `toString`
/// shows the key.
public final class Endpoint {

  private static final String OPENAI = "https://api.openai.com/v1";

  private final ProviderType providerType;
  private final String url;
  private final MultiMap headers;

  private Endpoint(ProviderType providerType, String url, MultiMap headers) {
    this.providerType = providerType;
    this.url = url;
    this.headers = headers;
  }

  /// The endpoint of a provider. Its own headers win over ours.
  ///
  /// @param userAgent product and version
  /// @throws IllegalArgumentException if it has no usable base URL or a header that cannot be sent;
  ///   the message says what is wrong without showing a value
  public static Endpoint of(ProviderConfig provider, String userAgent) {
    var headers = MultiMap.caseInsensitiveMultiMap();
    set(headers, "User-Agent", userAgent);
    set(headers, "Accept", "text/event-stream");
    set(headers, "Content-Type", "application/json");
    provider.apiKey().ifPresent(key -> set(headers, "Authorization", "Bearer " + key.strip()));
    provider.headers().forEach((name, value) -> set(headers, name, value));
    return new Endpoint(provider.type(), url(provider), headers);
  }

  public boolean isEncrypted() {
    return url.regionMatches(/* ignoreCase= */ true, 0, "https:", 0, 6);
  }

  ProviderType providerType() {
    return providerType;
  }

  RequestOptions request(Optional<String> traceparent) {
    var sent = headers;
    if (traceparent.isPresent()) {
      sent = MultiMap.caseInsensitiveMultiMap().addAll(headers);
      sent.set("traceparent", traceparent.get());
    }
    return new RequestOptions().setMethod(HttpMethod.POST).setAbsoluteURI(url).setHeaders(sent);
  }

  private static void set(MultiMap headers, String name, String value) {
    if (!value.chars().allMatch(c -> c >= ' ' && c != 0x7f) || !name.matches("[\\w-]+")) {
      throw new IllegalArgumentException("the header " + name + " cannot be sent");
    }
    headers.set(name, value);
  }

  private static String url(ProviderConfig provider) {
    var base =
        provider
            .baseUrl()
            .map(String::strip)
            .filter(url -> !url.isEmpty())
            .or(() -> home(provider));
    var uri = base.map(Endpoint::parsed).orElse(null);
    if (uri == null || uri.getHost() == null || !isHttp(uri.getScheme())) {
      throw new IllegalArgumentException("its base_url must be an http or https URL");
    }
    return base.get().replaceAll("/+$", "") + "/chat/completions";
  }

  private static Optional<String> home(ProviderConfig provider) {
    return provider.type() == ProviderType.OPENAI ? Optional.of(OPENAI) : Optional.empty();
  }

  private static boolean isHttp(@Nullable String scheme) {
    return "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
  }

  private static @Nullable URI parsed(String url) {
    try {
      return new URI(url);
    } catch (URISyntaxException _) {
      return null;
    }
  }
}
