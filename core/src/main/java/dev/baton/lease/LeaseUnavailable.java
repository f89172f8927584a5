package dev.baton.lease;

/// The lease could not be registered, renewed or given up, or nobody knows whether it was.
public final class LeaseUnavailable extends RuntimeException {

  public LeaseUnavailable(String message) {
    super(message);
  }

  public LeaseUnavailable(String message, Throwable cause) {
    super(message + ": " + cause.getMessage(), cause);
  }
}
