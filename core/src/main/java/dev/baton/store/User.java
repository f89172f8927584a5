package dev.baton.store;

import dev.baton.chat.UserId;
import java.time.Instant;

/// A person or a program that uses the deployment.
public record User(
    UserId id, String email, String name, Actor.Role role, boolean suspended, Instant createdAt) {

  /// The user with nothing taken away.
  public Actor actor() {
    return new Actor(id, role);
  }
}
