package dev.baton.postgres;

import dev.baton.store.TurnStoreContract;

final class PgTurnStoreTest extends TurnStoreContract {

  PgTurnStoreTest() {
    super(new Deployment());
  }
}
