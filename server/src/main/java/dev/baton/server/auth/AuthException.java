package dev.baton.server.auth;

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

  /// A cookie that came along with a request some other site's page made.
  public static final class ForeignOrigin extends AuthException {
    public ForeignOrigin() {
      super("A page of another origin may not do this with your session.");
    }
  }
}
