package dev.baton.server.auth;

import java.time.Duration;

/// A request that is turned away before anything is looked at. The message is fit for the client.
public abstract sealed class AuthException extends RuntimeException {

  private final String message;

  private AuthException(String message) {
    super(message, null, false, false);
    this.message = message;
  }

  @Override
  public String getMessage() {
    return message;
  }

  /// No credential, or one that is unknown, expired or withdrawn.
  public static final class Unauthenticated extends AuthException {
    public Unauthenticated() {
      super("You are not signed in.");
    }
  }

  /// Address and password do not go together; whether there is such a user is not told.
  public static final class WrongPassword extends AuthException {
    public WrongPassword() {
      super("Email or password is wrong.");
    }
  }

  /// Too many wrong passwords for one address.
  public static final class TooManyTries extends AuthException {
    private final Duration retryAfter;

    public TooManyTries(Duration retryAfter) {
      super("Too many tries to sign in with this address.");
      this.retryAfter = retryAfter;
    }

    public Duration retryAfter() {
      return retryAfter;
    }
  }

  /// More people sign in with passwords than this replica can check.
  public static final class Busy extends AuthException {
    public Busy() {
      super("Too many people sign in right now.");
    }
  }

  /// A cookie that came along with a request some other site's page made.
  public static final class ForeignOrigin extends AuthException {
    public ForeignOrigin() {
      super("A page of another origin may not do this with your session.");
    }
  }
}
