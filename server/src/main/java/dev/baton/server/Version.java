package dev.baton.server;

import java.util.Optional;

/// Which Baton this is.
final class Version {

  /// From the jar's manifest; a build that was not packaged calls itself `dev`.
  static final String TEXT =
      Optional.ofNullable(Version.class.getPackage().getImplementationVersion()).orElse("dev");

  private Version() {}
}
