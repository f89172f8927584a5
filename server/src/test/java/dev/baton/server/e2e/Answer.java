package dev.baton.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.MultiMap;

/// What a route answered.
///
/// @param request for messages
/// @param body empty for an answer without one
record Answer(String request, int status, MultiMap headers, String body) {

  boolean isOk() {
    return status / 100 == 2;
  }

  JsonNode json() {
    return Wire.parse(body);
  }

  /// This answer, which must have that status.
  Answer expect(int expected) {
    assertThat(status).as("%s answered %s", request, body).isEqualTo(expected);
    return this;
  }

  /// Its JSON; the status must be 2xx.
  JsonNode ok() {
    assertThat(isOk()).as("%s answered %d %s", request, status, body).isTrue();
    return json();
  }
}
