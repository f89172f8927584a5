package dev.baton.server.http;

import dev.baton.store.Idempotency;
import dev.baton.store.Stores;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// Keys in memory, with the same answers as the real ones.
public final class FakeIdempotency implements Idempotency {

  private record Name(Object user, String route, String text) {}

  private record Done(String body, Answer answer) {}

  private final Stores stores;
  private final Map<Name, Done> done = new ConcurrentHashMap<>();
  private final Set<Name> underWay = ConcurrentHashMap.newKeySet();

  /// Whether answers that hold a secret are kept.
  public volatile boolean keepsSecrets = true;

  FakeIdempotency(Stores stores) {
    this.stores = stores;
  }

  @Override
  public Future<Outcome> once(Key key, Function<Stores, Future<Answer>> change) {
    var name = new Name(key.user(), key.route(), key.text());
    if (!underWay.add(name)) {
      return Future.succeededFuture(new Outcome.UnderWay());
    }
    return earlier(key)
        .compose(earlier ->
            earlier.map(Future::succeededFuture).orElseGet(() -> make(key, name, change)))
        .onComplete(_ -> underWay.remove(name));
  }

  private Future<Outcome> make(Key key, Name name, Function<Stores, Future<Answer>> change) {
    return change
        .apply(stores)
        .map(answer -> {
          done.put(name, new Done(key.bodySha256(), answer));
          return new Outcome.Made(answer);
        });
  }

  @Override
  public Future<Optional<Outcome>> earlier(Key key) {
    var known = Optional.ofNullable(done.get(new Name(key.user(), key.route(), key.text())));
    return Future.succeededFuture(known.map(it -> outcome(it, key)));
  }

  private Outcome outcome(Done known, Key key) {
    if (!known.body().equals(key.bodySha256())) {
      return new Outcome.UsedOtherwise();
    }
    return known.answer().isSecret() && !keepsSecrets
        ? new Outcome.Withheld()
        : new Outcome.Repeated(known.answer());
  }
}
