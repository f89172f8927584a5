package dev.baton.server.config;

/// Where `/healthz`, `/readyz` and `/metrics` answer: port 0 is the public listener itself.
public record ManagementConfig(int port) {

  static final ManagementConfig DEFAULTS = new ManagementConfig(0);

  public ManagementConfig {
    Check.between("port", port, 0, 65_535);
  }

  /// Whether health has a listener of their own.
  public boolean isApart() {
    return port != 0;
  }
}
