package dev.baton.postgres;

import dev.baton.store.StreamStoreContract;

final class PgStreamStoreTest extends StreamStoreContract {

  PgStreamStoreTest() {
    super(new Deployment());
  }
}
