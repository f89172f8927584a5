package dev.baton.server.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.server.contract.Contract;
import dev.baton.server.http.TestServer;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The server serves what the contract says, and the contract says what the server serves.
final class MountedRoutesTest {

  @Test
  void every_route_is_in_the_contract_and_the_other_way_round() {
    try (var live = new LiveServer()) {
      var mounted =
          live.server.api.router().getRoutes().stream()
              .filter(route -> route.methods() != null)
              .flatMap(MountedRoutesTest::operations)
              .collect(Collectors.toCollection(TreeSet::new));
      assertThat(mounted).isEqualTo(written());
    }
  }

  @Test
  void the_contract_is_served_to_everybody_as_it_is_written() {
    try (var server = new TestServer()) {
      var answer =
          server.ask(
              "GET", "/api/v1/openapi.json", Buffer.buffer(), MultiMap.caseInsensitiveMultiMap());
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.json().get("openapi").textValue()).startsWith("3.1");
      assertThat(answer.json()).isEqualTo(Contract.current().document());
    }
  }

  private static Set<String> written() {
    return new TreeSet<>(Contract.current().operations().keySet());
  }

  private static Stream<String> operations(Route route) {
    String path = route.getPath().replaceAll(":([a-z]+)", "{$1}");
    return route.methods().stream()
        .filter(method -> !method.equals(HttpMethod.HEAD))
        .map(method -> method.name() + " " + path);
  }
}
