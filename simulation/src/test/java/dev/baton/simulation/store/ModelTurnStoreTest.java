package dev.baton.simulation.store;

import dev.baton.store.TurnStoreContract;

final class ModelTurnStoreTest extends TurnStoreContract {

  ModelTurnStoreTest() {
    super(new ModelUnderTest());
  }
}
