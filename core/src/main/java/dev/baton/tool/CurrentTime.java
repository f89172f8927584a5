package dev.baton.tool;

import dev.baton.model.ToolSpec;
import io.vertx.core.Future;
import java.time.DateTimeException;
import java.time.InstantSource;
import java.time.ZoneId;

/// Tells the model what time it is.
public final class CurrentTime implements Tool {

  private static final ToolSpec SPEC =
      new ToolSpec(
          "current_time",
          "The present date and time. Give an IANA time zone such as Europe/Berlin for local time.",
          """
          {"type": "object",
           "properties": {"time_zone": {"type": "string", "description": "IANA name; default UTC"}}}
          """);

  private final InstantSource clock;

  public CurrentTime(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public ToolSpec spec() {
    return SPEC;
  }

  @Override
  public boolean isIdempotent() {
    return true;
  }

  @Override
  public Future<ToolOutput> run(ToolInvocation invocation) {
    String name = invocation.args().path("time_zone").asText("UTC");
    try {
      var now = clock.instant().atZone(ZoneId.of(name));
      return Future.succeededFuture(
          ToolOutput.of(out -> {
            out.writeStartObject();
            out.writeStringField("time", now.toOffsetDateTime().toString());
            out.writeStringField("time_zone", name);
            out.writeStringField("weekday", now.getDayOfWeek().toString());
            out.writeEndObject();
          }));
    } catch (DateTimeException e) {
      return Future.succeededFuture(
          ToolOutput.error("Unknown time zone " + name + ". Use an IANA name or leave it out."));
    }
  }
}
