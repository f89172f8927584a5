package dev.baton.simulation.store;

import dev.baton.store.LeaseStoreContract;

final class ModelLeaseStoreTest extends LeaseStoreContract {

  ModelLeaseStoreTest() {
    super(new ModelUnderTest());
  }
}
