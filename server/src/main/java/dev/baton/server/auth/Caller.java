package dev.baton.server.auth;

import dev.baton.store.Actor;
import dev.baton.store.Token;
import dev.baton.store.User;

/// Who is asking, and what they showed.
public record Caller(User user, Token token, Credential credential) {

  public Actor actor() {
    return new Actor(user.id(), user.role(), token.scopes());
  }
}
