package dev.baton.server.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.baton.store.Replica;
import java.io.IOException;

/// A replica as admins see it.
final class ReplicaJson {

  private ReplicaJson() {}

  static void write(JsonGenerator out, Replica replica) throws IOException {
    out.writeStartObject();
    out.writeStringField("id", replica.id().toString());
    out.writeNumberField("pid", replica.pid());
    out.writeStringField("hostname", replica.hostname());
    out.writeStringField("http_address", replica.httpAddress());
    out.writeStringField("relay_address", replica.relayAddress());
    out.writeStringField("version", replica.version());
    out.writeStringField("started_at", replica.startedAt().toString());
    out.writeStringField("lease_expires_at", replica.leaseExpiresAt().toString());
    out.writeBooleanField("draining", replica.draining());
    out.writeNumberField("running_chats", replica.runningChats());
    out.writeNumberField("watchers", replica.watchers());
    out.writeEndObject();
  }
}
