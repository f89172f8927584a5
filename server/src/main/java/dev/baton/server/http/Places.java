package dev.baton.server.http;

import dev.baton.chat.UserId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// Places for what goes on at once: so many in all, and so many of them for one user. Whoever finds
/// none is sent away and does not wait. Any thread.
public final class Places {

  private final int inAll;
  private final int perUser;
  private final AtomicInteger taken = new AtomicInteger();
  private final Map<UserId, Integer> takenByUser = new ConcurrentHashMap<>();

  public Places(int inAll, int perUser) {
    this.inAll = inAll;
    this.perUser = perUser;
  }

  /// A place for somebody who is not known yet; empty if all are taken.
  public Optional<Place> take() {
    if (taken.incrementAndGet() > inAll) {
      taken.decrementAndGet();
      return Optional.empty();
    }
    return Optional.of(new Place());
  }

  /// How many are taken.
  public int taken() {
    return taken.get();
  }

  /// One place, until it is left.
  public final class Place {

    private final AtomicBoolean left = new AtomicBoolean();
    private volatile Optional<UserId> holder = Optional.empty();

    private Place() {}

    /// Makes it this user's. Once.
    ///
    /// @return false if the user has as many as one may have; the place is still to be left
    public boolean give(UserId user) {
      int theirs = takenByUser.merge(user, 1, Integer::sum);
      if (theirs > perUser) {
        giveBack(user);
        return false;
      }
      holder = Optional.of(user);
      return true;
    }

    /// More than once does no harm.
    public void leave() {
      if (left.compareAndSet(false, true)) {
        holder.ifPresent(Places.this::giveBack);
        taken.decrementAndGet();
      }
    }
  }

  private void giveBack(UserId user) {
    takenByUser.computeIfPresent(user, (_, count) -> count == 1 ? null : count - 1);
  }
}
