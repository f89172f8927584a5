package dev.baton.server.e2e;

/// The contract was broken.
final class Breach extends AssertionError {

  private static final long serialVersionUID = 1;

  Breach(String rule) {
    super(rule);
  }

  /// The same breach, with what led to it.
  Breach in(Transcript transcript) {
    var told = new Breach(getMessage() + System.lineSeparator() + transcript);
    told.initCause(this);
    return told;
  }
}
