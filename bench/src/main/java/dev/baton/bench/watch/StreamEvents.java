package dev.baton.bench.watch;

/// What a reader of frames makes known of them.
interface StreamEvents {

  /// @param stamps of its text; valid until this returns
  void onPart(PartRange range, Stamps stamps);

  void onStatus(String status);

  /// The parts shown so far are void.
  void onReset();

  void onSynced(Position position);
}
