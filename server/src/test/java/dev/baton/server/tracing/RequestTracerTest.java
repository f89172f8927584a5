package dev.baton.server.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestTracerTest {

  @ParameterizedTest
  @CsvSource({
    "/healthz, /healthz",
    "/api/v1/chats/6f9619ff-8b86-d011-b42d-00cf4fc964ff/messages, /api/v1/chats/{id}/messages",
    "/api/v1/chats/6f9619ff-8b86-d011-b42d-00cf4fc964ff/messages/17, /api/v1/chats/{id}/messages/{id}",
    "/auth/link?token=secret, /auth/link",
    "/What%20I%20typed/x, /{id}/x"
  })
  void a_span_is_named_by_the_pattern_of_its_path(String uri, String pattern) {
    assertThat(RequestTracer.pattern(uri)).isEqualTo(pattern);
  }
}
