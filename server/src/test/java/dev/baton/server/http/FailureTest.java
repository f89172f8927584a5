package dev.baton.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.baton.chat.ChatCommand;
import dev.baton.chat.ChatState;
import dev.baton.chat.Decision;
import dev.baton.chat.Decision.Reason;
import dev.baton.store.StoreException;
import io.vertx.core.VertxException;
import java.net.ConnectException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What a client is told of a request that the store did not fulfil.
final class FailureTest {

  private final TestServer server = new TestServer();

  @AfterEach
  void stop() {
    server.close();
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        arguments(new StoreException.NotFound("Chat"), 404, "Chat not found."),
        arguments(new StoreException.Forbidden("Auditors change nothing."), 403, "Auditors"),
        arguments(new StoreException.Conflict("In use."), 409, "In use."),
        arguments(new StoreException.Invalid("model_config_id", "No such model."), 400, "No such"),
        arguments(refused(Reason.NOT_ALLOWED), 409, "The request is refused."),
        arguments(refused(Reason.ARCHIVED), 409, "refused"),
        arguments(refused(Reason.INVALID_STATE), 409, "refused"),
        arguments(refused(Reason.ABSENT), 404, "refused"),
        arguments(refused(Reason.QUEUE_FULL), 429, "at most 20 messages"),
        arguments(unavailable(new ConnectException("refused: db.internal:5432")), 503, "Error id"),
        arguments(VertxException.noStackTrace("SELECT what is not there"), 500, "Error id"),
        arguments(new IllegalStateException("SELECT secret"), 500, "Error id"),
        arguments(new NullPointerException(), 500, "Error id"));
  }

  @ParameterizedTest
  @MethodSource
  void failures(Throwable failure, int status, String told) {
    server.stores.failWith(failure);
    var answer = server.post("/api/v1/chats/" + Samples.CHAT_ID + "/interrupt", "");
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.body()).contains(told);
    assertThat(answer.json().get("message").textValue()).isNotEmpty();
    assertThat(answer.headers().get("Retry-After")).isEqualTo(status == 503 ? "1" : null);
    if (status >= 500) {
      assertThat(answer.body())
          .as("nothing of the inside")
          .doesNotContain("db.internal", "SELECT", "Exception", "dev.baton");
    }
  }

  private static StoreException unavailable(Exception cause) {
    return new StoreException.Unavailable("The database cannot be reached.", cause);
  }

  private static StoreException refused(Reason reason) {
    var decision =
        new Decision.Refused(new ChatState.Waiting(), new ChatCommand.Interrupt(), reason);
    return new StoreException.Refused(decision, "The request is refused.");
  }
}
