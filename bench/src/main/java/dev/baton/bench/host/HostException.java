package dev.baton.bench.host;

/// What the bench needs of the machine cannot be had. The message is for the person who started it.
public final class HostException extends RuntimeException {

  private static final long serialVersionUID = 1;

  public HostException(String message) {
    super(message);
  }

  HostException(String message, Throwable cause) {
    super(message + ": " + cause.getMessage(), cause);
  }
}
