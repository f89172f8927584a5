package dev.baton.store;

import dev.baton.chat.Decision;

/// A request that the store does not fulfil. The message is fit for the client.
///
/// All but [Unavailable] are refusals: the message says what is wrong and, where something can be
/// done, what; nothing was changed, and asking again is answered the same.
public abstract sealed class StoreException extends RuntimeException {

  protected StoreException(String message) {
    super(message);
  }

  /// The database cannot be reached, or could not do it in time: worth another try. A change that
  /// was under way may have been made or not, which is found out by reading.
  public static final class Unavailable extends StoreException {
    public Unavailable(String message, Throwable cause) {
      super(message);
      initCause(cause);
    }
  }

  /// Whether the same request may be answered otherwise in a moment.
  public boolean isRetryable() {
    return this instanceof Unavailable;
  }

  /// Not there, or not to be seen by this actor.
  public static final class NotFound extends StoreException {
    public NotFound(String what) {
      super(what + " not found.");
    }
  }

  /// To be seen by this actor, but not to be changed.
  public static final class Forbidden extends StoreException {
    public Forbidden(String message) {
      super(message);
    }
  }

  /// A value that cannot be used.
  public static final class Invalid extends StoreException {
    private final String field;

    public Invalid(String field, String message) {
      super(message);
      this.field = field;
    }

    public String field() {
      return field;
    }
  }

  /// Another row already has what must be unique, or still depends on this one.
  public static final class Conflict extends StoreException {
    public Conflict(String message) {
      super(message);
    }
  }

  /// The chat's state does not go with the request.
  public static final class Refused extends StoreException {
    private final Decision.Refused decision;

    public Refused(Decision.Refused decision, String message) {
      super(message);
      this.decision = decision;
    }

    public Decision.Refused decision() {
      return decision;
    }
  }
}
