package dev.baton.chat;

import java.util.UUID;

/// Identity of a worker: one per replica process and lease; a replica whose lease was deleted goes
/// on under a new one.
public record WorkerId(UUID value) {

  public static WorkerId random() {
    return new WorkerId(UUID.randomUUID());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
