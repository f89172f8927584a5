package dev.baton.server.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/// The replica's side of the pipe from its supervisor. Nothing is ever written to it: its end means
/// that the supervisor is gone, however it went.
public final class SupervisorLink {

  private static final String VARIABLE = "BATON_SUPERVISED";

  private SupervisorLink() {}

  /// Calls back once, on a daemon thread, when the supervisor is gone. Without a supervisor it does
  /// nothing.
  public static void onLost(
      Map<String, String> environment, InputStream standardInput, Runnable action) {
    if (Boolean.parseBoolean(environment.getOrDefault(VARIABLE, "false"))) {
      Thread.ofPlatform()
          .daemon()
          .name("supervisor-link")
          .start(() -> {
            awaitEnd(standardInput);
            action.run();
          });
    }
  }

  private static void awaitEnd(InputStream stream) {
    try {
      stream.transferTo(OutputStream.nullOutputStream());
    } catch (IOException alsoGone) {
      return;
    }
  }
}
