package dev.baton.server.e2e;

import dev.baton.server.contract.Witness;

/// Lets the contract's witness see what comes in.
record WitnessedListener(String uri, StreamSocket.Listener listener)
    implements StreamSocket.Listener {

  @Override
  public void onFrame(String text) {
    Witness.ofTheTests().frame(uri, text);
    listener.onFrame(text);
  }

  @Override
  public void onClose(int code, String reason) {
    Witness.ofTheTests().close(uri, code);
    listener.onClose(code, reason);
  }
}
