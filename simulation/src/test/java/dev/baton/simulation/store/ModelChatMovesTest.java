package dev.baton.simulation.store;

import dev.baton.store.ChatMovesContract;

final class ModelChatMovesTest extends ChatMovesContract {

  ModelChatMovesTest() {
    super(new ModelUnderTest());
  }
}
