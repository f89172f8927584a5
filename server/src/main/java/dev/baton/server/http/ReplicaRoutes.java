package dev.baton.server.http;

import dev.baton.store.LeaseStore;
import dev.baton.store.Replica;
import io.vertx.core.Future;
import java.util.List;

/// Who runs this deployment.
final class ReplicaRoutes implements RouteGroup {

  private final LeaseStore leases;

  ReplicaRoutes(LeaseStore leases) {
    this.leases = leases;
  }

  @Override
  public void mount(Routes routes) {
    routes.get("/replicas", this::list);
  }

  private Future<Reply> list(Call call) {
    return leases.replicas(call.actor()).map(ReplicaRoutes::all);
  }

  private static Reply all(List<Replica> replicas) {
    return Reply.ok(out -> {
      out.writeStartObject();
      out.writeArrayFieldStart("replicas");
      for (Replica replica : replicas) {
        ReplicaJson.write(out, replica);
      }
      out.writeEndArray();
      out.writeEndObject();
    });
  }
}
