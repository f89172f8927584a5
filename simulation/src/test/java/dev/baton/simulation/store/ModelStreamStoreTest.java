package dev.baton.simulation.store;

import dev.baton.store.StreamStoreContract;

final class ModelStreamStoreTest extends StreamStoreContract {

  ModelStreamStoreTest() {
    super(new ModelUnderTest());
  }
}
