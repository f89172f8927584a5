package dev.baton.simulation.store;

import dev.baton.store.ChatStoreContract;

final class ModelChatStoreTest extends ChatStoreContract {

  ModelChatStoreTest() {
    super(new ModelUnderTest());
  }
}
