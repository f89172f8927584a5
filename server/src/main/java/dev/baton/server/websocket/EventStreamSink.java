package dev.baton.server.websocket;

import dev.baton.store.StreamCursor;
import dev.baton.stream.CloseCode;
import dev.baton.stream.Sink;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;

/// Frames as server-sent events. There are no close codes here, so the last event, `close`, tells
/// them.
record EventStreamSink(HttpServerResponse response) implements Sink {

  @Override
  public void write(Buffer frame, StreamCursor resume) {
    send("id: " + EventId.write(resume) + "\ndata: " + oneLine(frame) + "\n\n");
  }

  /// JSON has line breaks between its tokens only, where they mean nothing; here they would end the
  /// event.
  private static String oneLine(Buffer frame) {
    return frame.toString(StandardCharsets.UTF_8).replace('\n', ' ').replace('\r', ' ');
  }

  @Override
  public boolean isFull() {
    return response.closed() || response.ended() || response.writeQueueFull();
  }

  @Override
  public void onDrain(Runnable drained) {
    response.drainHandler(_ -> drained.run());
  }

  @Override
  public void close(CloseCode code, String reason) {
    send("event: close\ndata: {\"code\":" + code.code() + "}\n\n");
    if (!response.ended()) {
      response.end();
    }
  }

  /// A comment: clients drop it, proxies see traffic.
  void ping() {
    send(":\n\n");
  }

  private void send(String text) {
    if (!response.closed() && !response.ended()) {
      response.write(text);
    }
  }
}
