package dev.baton.server.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.server.contract.Contract;
import dev.baton.server.contract.Operation;
import dev.baton.server.contract.Parameter;
import dev.baton.server.fuzz.FuzzRequest.Manner;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// The requests of one seed. Any thread: each is made from scratch.
final class RequestSource {

  private static final List<String> METHODS =
      List.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "BREW", "get");

  private final long seed;
  private final String token;
  private final List<String> chats;
  private final List<Map.Entry<String, Operation>> operations =
      Contract.current().operations().entrySet().stream()
          .filter(entry -> !entry.getValue().id().equals("signOut"))
          .sorted(Map.Entry.comparingByKey())
          .toList();

  /// @param chats that are there
  RequestSource(long seed, String token, List<String> chats) {
    this.seed = seed;
    this.token = token;
    this.chats = chats;
  }

  /// As it should be, or with a slip or two.
  FuzzRequest mixed(long number) {
    var random = new Random(seed * 1_000_003 + number);
    return new Draft(random, number).spoil(random.nextInt(3)).request();
  }

  /// Such that nothing may come of it.
  FuzzRequest refused(long number) {
    var random = new Random(seed * 1_000_003 + number);
    var draft = new Draft(random, number);
    return draft.spoil(1 + random.nextInt(3)).withoutEffect().request();
  }

  private final class Draft {

    private final Random random;
    private final long number;
    private final JsonSamples samples;
    private final Operation operation;
    private final List<String> headers = new ArrayList<>();
    private String method;
    private String path;
    private String query = "";
    private byte[] body = {};
    private Manner manner = Manner.WHOLE;
    private boolean measured = true;

    Draft(Random random, long number) {
      this.random = random;
      this.number = number;
      this.samples = new JsonSamples(Contract.current().document(), random);
      var entry = operations.get(random.nextInt(operations.size()));
      var key = entry.getKey().split(" ", 2);
      operation = entry.getValue();
      method = key[0];
      path =
          key[1]
              .replace("{chat}", chats.get(random.nextInt(chats.size())))
              .replaceAll("\\{(message|queued)}", String.valueOf(random.nextInt(50)))
              .replaceAll("\\{[a-z]+}", "00000000-0000-4000-8000-00000000000" + random.nextInt(9));
      headers.add("Host: 127.0.0.1");
      headers.add("Authorization: Bearer " + token);
      for (Parameter parameter : operation.parameters()) {
        if (parameter.in() == Parameter.In.QUERY && random.nextInt(3) == 0) {
          query(parameter.name(), parameter.type().equals("integer") ? "1" : "true");
        }
      }
      if (operation.body().isPresent()) {
        body = bytes(samples.sound(schema()));
      }
    }

    private JsonNode schema() {
      return operation.json().at("/requestBody/content/application~1json/schema");
    }

    Draft spoil(int times) {
      for (int i = 0; i < times; i++) {
        spoil();
      }
      return this;
    }

    private void spoil() {
      switch (random.nextInt(14)) {
        case 0 -> method = METHODS.get(random.nextInt(METHODS.size()));
        case 1 -> path = path + "/" + encoded(text());
        case 2 -> path = path.replaceFirst("[0-9a-f-]{36}", encoded(text()).replace("$", ""));
        case 3 -> query(operation.parameters().isEmpty() ? "x" : parameter(), text());
        case 4 -> query(text(), text());
        case 5 -> headers.add(header());
        case 6 -> headers.set(1, "Authorization: " + text().replaceAll("[\r\n]", ""));
        case 7 -> headers.remove(random.nextInt(headers.size()));
        case 8 -> cut();
        case 9 -> manner = random.nextInt(20) == 0 ? Manner.SLOW : manner;
        case 10 -> upgrade();
        case 11 -> broken();
        default -> body();
      }
      if (headers.size() < 2) {
        headers.add("X-Filler: a");
        headers.add("X-Filler: b");
      }
    }

    /// Takes the credentials away where a body or a query may have stayed sound.
    Draft withoutEffect() {
      boolean reads = method.equals("GET") || method.equals("HEAD");
      if (!reads) {
        boolean deletes = method.equals("DELETE");
        if (deletes || random.nextInt(3) == 0 || operation.body().isEmpty()) {
          headers.removeIf(header -> header.startsWith("Authorization"));
          headers.add("Authorization: Bearer nobody");
        } else {
          body = bytes(samples.nonsense());
        }
      }
      return this;
    }

    private String parameter() {
      return operation.parameters().get(random.nextInt(operation.parameters().size())).name();
    }

    private void query(String name, String value) {
      query += (query.isEmpty() ? "?" : "&") + encoded(name) + "=" + encoded(value);
    }

    private void body() {
      switch (random.nextInt(6)) {
        case 0 -> body = random.nextBoolean() ? new byte[0] : bytes(samples.nonsense());
        case 1 -> {
          body = new byte[random.nextInt(300)];
          random.nextBytes(body);
        }
        case 2 -> {
          if (body.length > 0) {
            body[random.nextInt(body.length)] = (byte) random.nextInt(256);
          }
        }
        default -> {
          if (operation.body().isPresent()) {
            body = bytes(samples.spoilt(samples.sound(schema())));
          }
        }
      }
    }

    private void cut() {
      manner = Manner.CUT;
      measured = true;
    }

    private void upgrade() {
      headers.add("Connection: Upgrade");
      headers.add(
          "Upgrade: " + (random.nextInt(4) == 0 ? text().replaceAll("[\r\n]", "") : "websocket"));
      headers.add("Sec-WebSocket-Version: " + (random.nextInt(4) == 0 ? random.nextInt(20) : 13));
      headers.add(
          "Sec-WebSocket-Key: " + (random.nextInt(4) == 0 ? "x" : "dGhlIHNhbXBsZSBub25jZQ=="));
      manner = manner == Manner.CUT ? manner : Manner.BABBLE;
    }

    private String header() {
      String value = text().replaceAll("[\r\n]", "");
      return switch (random.nextInt(9)) {
        case 0 -> "Idempotency-Key: " + value;
        case 1 -> "Last-Event-ID: " + value;
        case 2 -> "Content-Type: " + value;
        case 3 -> "Expect: " + (random.nextBoolean() ? "100-continue" : value);
        case 4 -> "Cookie: baton_session=" + value;
        case 5 -> "Origin: " + value;
        case 6 -> "Accept: text/event-stream";
        case 7 -> "X-" + "h".repeat(random.nextInt(20_000)) + ": a";
        default -> value + ": " + value;
      };
    }

    private void broken() {
      switch (random.nextInt(5)) {
        case 0 -> framed("Transfer-Encoding: chunked");
        case 1 -> framed("Content-Length: " + text().replaceAll("[\r\n]", ""));
        case 2 -> headers.add("no colon at all");
        case 3 -> path = "http://elsewhere.invalid" + path;
        default -> path = path + "?" + "%zz&%%%&=&&;" + "q".repeat(random.nextInt(10_000));
      }
      measured = random.nextBoolean();
    }

    /// Where the end of the body may be unclear, the sender must make an end.
    private void framed(String header) {
      headers.add(header);
      manner = Manner.CUT;
    }

    FuzzRequest request() {
      if (measured && (body.length > 0 || !method.equals("GET"))) {
        headers.add("Content-Length: " + body.length);
      }
      byte[] sent = manner == Manner.CUT ? Arrays.copyOf(body, body.length / 2) : body;
      return FuzzRequest.of(number, method, path + query, headers, sent, manner);
    }

    private String text() {
      return JsonSamples.TEXTS.get(random.nextInt(JsonSamples.TEXTS.size()));
    }

    private static String encoded(String text) {
      return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /// As bytes that keep halves of surrogate pairs, as escapes.
    private static byte[] bytes(JsonNode json) {
      var text = new StringBuilder();
      json.toString()
          .chars()
          .forEach(each ->
              text.append(
                  Character.isSurrogate((char) each)
                      ? "\\u%04x".formatted(each)
                      : Character.toString(each)));
      return text.toString().getBytes(StandardCharsets.UTF_8);
    }
  }
}
