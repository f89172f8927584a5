package dev.baton.model.openai;

import dev.baton.json.Json;
import dev.baton.json.MalformedJson;
import dev.baton.model.ErrorClassifier;
import dev.baton.model.LoopCall;
import dev.baton.model.ModelEvent;
import dev.baton.model.ModelEvent.Finished;
import dev.baton.model.ModelEvent.Terminal;
import dev.baton.time.Scheduler;
import dev.baton.time.Scheduler.Timer;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One request and its streamed answer, on one event loop.
final class CompletionsCall extends LoopCall {

  private static final int MAX_REFUSAL_BYTES = 64 << 10;

  /// How long a finished answer may take to end its connection, which can then be used again.
  private static final Duration LINGER = Duration.ofSeconds(1);

  private final HttpClient client;
  private final Scheduler scheduler;
  private final ErrorClassifier errors;
  private final RequestOptions options;
  private final Buffer body;
  private final AnswerReader answer;
  private final EventStream stream = new EventStream(this::event);

  private @Nullable HttpClientRequest request;
  private @Nullable Timer linger;
  private boolean responseEnded;

  CompletionsCall(
      Executor loop,
      Consumer<ModelEvent> events,
      HttpClient client,
      Scheduler scheduler,
      ErrorClassifier errors,
      RequestOptions options,
      Buffer body,
      AnswerReader answer) {
    super(loop, events, errors::exception);
    this.client = client;
    this.scheduler = scheduler;
    this.errors = errors;
    this.options = options;
    this.body = body;
    this.answer = answer;
  }

  @Override
  protected void begin() {
    client.request(options).onSuccess(this::send).onFailure(this::fail);
  }

  private void send(HttpClientRequest opened) {
    request = opened;
    opened.exceptionHandler(this::fail);
    if (hasEnded()) {
      opened.reset();
    } else {
      opened.send(body).onSuccess(this::receive).onFailure(this::fail);
    }
  }

  private void receive(HttpClientResponse response) {
    response.exceptionHandler(this::fail);
    if (isStream(response)) {
      response.handler(this::feed).endHandler(_ -> endOfStream());
    } else {
      readRefusal(response);
    }
  }

  /// Some servers name no type, or a wrong one; what is JSON or a page is surely no stream.
  private static boolean isStream(HttpClientResponse response) {
    var type = Optional.ofNullable(response.getHeader("content-type")).orElse("");
    return response.statusCode() / 100 == 2 && !type.contains("json") && !type.contains("html");
  }

  private void feed(Buffer bytes) {
    attempt(() -> stream.feed(bytes.getBytes()));
  }

  private void event(String name, String data) {
    if (hasEnded()) {
      return;
    }
    if (data.strip().equals("[DONE]")) {
      finish();
      return;
    }
    try {
      var chunk = Json.parse(data);
      if (name.equals("error") || AnswerReader.isError(chunk)) {
        fail(errors.inStream(data));
      } else {
        answer.read(chunk).forEach(this::emit);
      }
    } catch (MalformedJson _) {
      fail(errors.unreadable(data));
    }
  }

  private void endOfStream() {
    endOfResponse();
    attempt(stream::end);
    if (answer.sawFinishReason()) {
      finish();
    } else {
      fail(errors.endedEarly());
    }
  }

  private void finish() {
    answer.finish().forEach(this::emit);
  }

  private void readRefusal(HttpClientResponse response) {
    var said = Buffer.buffer();
    response.handler(bytes -> {
      said.appendBuffer(bytes);
      if (said.length() > MAX_REFUSAL_BYTES) {
        refused(response, said);
      }
    });
    response.endHandler(_ -> {
      endOfResponse();
      refused(response, said);
    });
  }

  private void refused(HttpClientResponse response, Buffer said) {
    var text = said.toString();
    if (response.statusCode() / 100 == 2) {
      fail(errors.notStreamed(text));
      return;
    }
    var retryAfter =
        Optional.ofNullable(response.getHeader("retry-after"))
            .flatMap(header -> ErrorClassifier.retryAfter(header, scheduler.instant()));
    fail(errors.response(response.statusCode(), text, retryAfter));
  }

  private void endOfResponse() {
    responseEnded = true;
    if (linger != null) {
      linger.cancel();
    }
  }

  @Override
  protected void release(Terminal how) {
    if (responseEnded || request == null) {
      return;
    }
    if (how instanceof Finished) {
      linger = scheduler.after(LINGER, request::reset);
    } else {
      request.reset();
    }
  }
}
