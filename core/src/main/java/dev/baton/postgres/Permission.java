package dev.baton.postgres;

import dev.baton.store.Actor;
import dev.baton.store.Scope;
import dev.baton.store.StoreException.Forbidden;
import io.vertx.core.Future;

/// What every call of an actor begins with: fails with [Forbidden] before anything is looked at.
final class Permission {

  private Permission() {}

  static Future<Actor> of(Actor actor, Scope scope) {
    return Future.succeededFuture(actor)
        .map(asking -> {
          asking.require(scope);
          return asking;
        });
  }

  /// For admins alone, and only with a credential that nothing was taken away from.
  ///
  /// @param otherwise what everybody else is told
  static Future<Actor> ofAdmin(Actor actor, String otherwise) {
    return actor.role() == Actor.Role.ADMIN
        ? of(actor, Scope.ALL)
        : Future.failedFuture(new Forbidden(otherwise));
  }
}
