package dev.baton.server.cli;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.baton.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.slf4j.event.KeyValuePair;

/// Events as JSON, one object a line, with their key-values as fields. Logback's own encoder would
/// put those into a list.
final class JsonLines extends EncoderBase<ILoggingEvent> {

  private static final byte[] NOTHING = {};
  private static final Set<String> OURS =
      Set.of("time", "level", "logger", "thread", "message", "exception");

  @Override
  public byte[] headerBytes() {
    return NOTHING;
  }

  @Override
  public byte[] footerBytes() {
    return NOTHING;
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    var line = Json.write(out -> write(out, event));
    return (line + System.lineSeparator()).getBytes(StandardCharsets.UTF_8);
  }

  private static void write(JsonGenerator out, ILoggingEvent event) throws IOException {
    out.writeStartObject();
    out.writeStringField("time", event.getInstant().toString());
    out.writeStringField("level", event.getLevel().toString());
    out.writeStringField("logger", event.getLoggerName());
    out.writeStringField("thread", event.getThreadName());
    out.writeStringField("message", event.getFormattedMessage());
    List<KeyValuePair> pairs = event.getKeyValuePairs();
    if (pairs != null) {
      for (KeyValuePair pair : pairs) {
        write(out, pair);
      }
    }
    IThrowableProxy thrown = event.getThrowableProxy();
    if (thrown != null) {
      out.writeStringField("exception", ThrowableProxyUtil.asString(thrown));
    }
    out.writeEndObject();
  }

  /// A key that is ours already gets a name of its own: a field must not be there twice.
  private static void write(JsonGenerator out, KeyValuePair pair) throws IOException {
    out.writeFieldName(OURS.contains(pair.key) ? pair.key + "_" : pair.key);
    switch (pair.value) {
      case null -> out.writeNull();
      case Long number -> out.writeNumber(number);
      case Integer number -> out.writeNumber(number);
      case Boolean bool -> out.writeBoolean(bool);
      default -> out.writeString(pair.value.toString());
    }
  }
}
