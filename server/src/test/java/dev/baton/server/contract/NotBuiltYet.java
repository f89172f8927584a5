package dev.baton.server.contract;

import java.util.Set;

/// What the contract promises and this version does not do. Becomes shorter, never longer.
public final class NotBuiltYet {

  /// Operations by name, with all that they would be seen by.
  public static final Set<String> OPERATIONS =
      Set.of(
          "signIn",
          "listUsers",
          "createUser",
          "updateUser",
          "deleteUser",
          "createStreamTicket",
          "uploadFile",
          "readFile",
          "readCost",
          "compact",
          "readMetrics");

  private NotBuiltYet() {}
}
