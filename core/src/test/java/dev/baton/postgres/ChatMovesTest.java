package dev.baton.postgres;

import dev.baton.store.ChatMovesContract;

final class ChatMovesTest extends ChatMovesContract {

  ChatMovesTest() {
    super(new Deployment());
  }
}
