package dev.baton.store;

import dev.baton.chat.UserId;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/// Changes that are made once, however often they are asked for.
///
/// A key is written in the transaction of its change, together with the answer. So there is no
/// moment at which one is there without the other: a change that is refused, or cut short, leaves
/// no key; one whose answer got lost on its way is not made again.
public interface Idempotency {

  /// How long an answer is kept. After that the key is as good as new.
  Duration KEPT_FOR = Duration.ofHours(24);

  /// Makes a change under a key, unless that has been done.
  ///
  /// @param change made with stores that all work in one transaction, which is held open meanwhile:
  ///   it must wait for nothing else. If it fails, nothing has happened, and this fails alike
  Future<Outcome> once(Key key, Function<Stores, Future<Answer>> change);

  /// What there is to say to a key without making the change: for those who have costly
  /// preparations to make. Empty if the change is still to be made, or is being made.
  Future<Optional<Outcome>> earlier(Key key);

  /// What names one change of one user.
  ///
  /// @param route method and path, of this very object
  /// @param text what the client chose
  /// @param bodySha256 of what was asked, in hexadecimal digits
  record Key(UserId user, String route, String text, String bodySha256) {}

  /// What a client was told of its change.
  ///
  /// @param isSecret it may not be kept in clear
  record Answer(int status, Optional<String> json, boolean isSecret) {}

  /// What became of a change.
  sealed interface Outcome {

    /// It was made now.
    record Made(Answer answer) implements Outcome {}

    /// It had been made before, and that was the answer.
    record Repeated(Answer answer) implements Outcome {}

    /// It had been made before, and the answer held a secret that was not kept.
    record Withheld() implements Outcome {}

    /// It is being made by somebody else at this moment.
    record UnderWay() implements Outcome {}

    /// The key was used before, for something else.
    record UsedOtherwise() implements Outcome {}
  }
}
