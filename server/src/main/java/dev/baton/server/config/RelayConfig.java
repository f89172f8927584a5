package dev.baton.server.config;

/// The listener for other replicas; port 0 is none.
public record RelayConfig(String host, int port) {

  static final RelayConfig DEFAULTS = new RelayConfig("127.0.0.1", 0);

  public RelayConfig {
    Check.text("host", host);
    Check.between("port", port, 0, 65_535);
  }

  public boolean isOn() {
    return port != 0;
  }
}
