package dev.baton.simulation;

import dev.baton.chat.ChatId;
import dev.baton.chat.Versions;
import dev.baton.chat.WorkerId;
import dev.baton.lease.Lease;
import dev.baton.lease.LeaseConfig;
import dev.baton.pubsub.Hint;
import dev.baton.simulation.store.Fence;
import dev.baton.store.Commit;
import dev.baton.store.HistoryDelta;
import dev.baton.store.StreamCursor;
import dev.baton.store.StreamRead;
import dev.baton.store.StreamStore;
import dev.baton.store.TurnState;
import dev.baton.store.TurnStore;
import io.vertx.core.Future;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A mistake that somebody could make, built in on purpose: a simulation that does not notice it
/// would not notice it in the code either. Each takes one safeguard away and leaves all else alone.
enum Mutation {
  NONE("nothing"),

  /// `TurnStore`: the last commit of a turn does not compare the queue's version.
  WITHOUT_QUEUE_FENCE("the last commit of a turn is not fenced by queue_version") {
    @Override
    Fence fence() {
      return Fence.without(Fence.Check.QUEUE);
    }
  },

  /// `TurnStore`: the `WHERE` of a commit does not name the runner.
  WITHOUT_RUNNER_FENCE("commits are not fenced by runner_id") {
    @Override
    Fence fence() {
      return Fence.without(Fence.Check.RUNNER);
    }
  },

  /// `TurnStore`: the `WHERE` of a commit names neither the history's version nor the attempt.
  WITHOUT_EPISODE_FENCE("commits are not fenced by history_version and generation_attempt") {
    @Override
    Fence fence() {
      return Fence.without(Fence.Check.HISTORY, Fence.Check.ATTEMPT);
    }
  },

  /// `TurnStore.takeOver` does not ask whether the owner's lease is over.
  TAKING_FROM_THE_LIVING("chats are taken over from workers whose lease is good") {
    @Override
    Fence fence() {
      return Fence.without(Fence.Check.OWNER_DEAD);
    }
  },

  /// `OwnedRow.write`: a miss ends the run instead of a look at the row.
  STOPPING_ON_ZERO_ROWS("a runner stops when a commit changes no row") {
    @Override
    TurnStore around(TurnStore store) {
      return intercept(
          TurnStore.class,
          store,
          (method, answer) ->
              answer.map(it -> {
                boolean missed =
                    it instanceof Commit.Missed || (method.equals("begin") && isNothing(it));
                if (missed) {
                  throw new SimulatedThreads.Stop();
                }
                return it;
              }));
    }
  },

  /// `Worker`: the question COMPARE is never answered.
  WITHOUT_COMPARISON("a worker never compares its runs with the store") {
    @Override
    TurnStore around(TurnStore store) {
      return intercept(
          TurnStore.class,
          store,
          (method, answer) ->
              method.equals("owned") ? Future.failedFuture("not compared") : answer);
    }
  },

  /// `ChatFeeds`: versions are never compared.
  WITHOUT_RECONCILING("feeds trust in hints alone") {
    @Override
    StreamStore around(StreamStore store) {
      return intercept(
          StreamStore.class,
          store,
          (method, answer) ->
              method.equals("versions") ? Future.failedFuture("not compared") : answer);
    }
  },

  /// `ToolStep`: calls are dispatched without the note that they are.
  WITHOUT_MARK_STARTED("tools are dispatched without markStarted") {
    @Override
    boolean answersAtOnce(String method) {
      return method.equals("markStarted");
    }
  },

  /// `ReplicaLease`: trust lasts as long as others' patience, by another clock.
  WITHOUT_MARGIN("a lease is trusted until the last moment of its ttl") {
    @Override
    LeaseConfig weakened(LeaseConfig config) {
      return new LeaseConfig(config.ttl(), config.renewEvery(), Duration.ofNanos(1));
    }
  },

  /// `AgentLoop`: tools are dispatched whatever the lease says.
  WITHOUT_TRUST("tools are dispatched without looking at the lease") {
    @Override
    Lease around(Lease lease) {
      return new Lease() {
        @Override
        public WorkerId worker() {
          return lease.worker();
        }

        @Override
        public boolean isTrusted() {
          return true;
        }

        @Override
        public boolean mayTakeOver() {
          return lease.mayTakeOver();
        }
      };
    }
  },

  /// `StreamLogic`: a feed that lacks deleted messages is only sent what is new.
  WITHOUT_HISTORY_RESET("a viewer is not told that messages were deleted") {
    @Override
    StreamStore around(StreamStore store) {
      return new StreamStore() {
        @Override
        public Future<Optional<StreamRead>> read(
            ChatId chat, Optional<Versions> since, Optional<StreamCursor> joining) {
          return store.read(chat, since, joining).map(found -> found.map(Mutation::neverReset));
        }

        @Override
        public Future<List<Hint>> versions(Collection<ChatId> chats) {
          return store.versions(chats);
        }
      };
    }
  };

  private final String what;

  Mutation(String what) {
    this.what = what;
  }

  String what() {
    return what;
  }

  Fence fence() {
    return Fence.WHOLE;
  }

  LeaseConfig weakened(LeaseConfig config) {
    return config;
  }

  Lease around(Lease lease) {
    return lease;
  }

  TurnStore around(TurnStore store) {
    return answersAtOnce("markStarted") ? notMarking(store) : store;
  }

  StreamStore around(StreamStore store) {
    return store;
  }

  boolean answersAtOnce(String method) {
    return false;
  }

  private static boolean isNothing(@Nullable Object answer) {
    return answer instanceof Optional<?> maybe && maybe.isEmpty();
  }

  private static StreamRead neverReset(StreamRead read) {
    return new StreamRead(
        read.row(),
        read.delta().map(delta -> new HistoryDelta(false, delta.messages())),
        read.joining(),
        read.queue());
  }

  private static TurnStore notMarking(TurnStore store) {
    return (TurnStore)
        Proxy.newProxyInstance(
            TurnStore.class.getClassLoader(),
            new Class<?>[] {TurnStore.class},
            (_, method, args) -> {
              if (method.getName().equals("markStarted")) {
                return Future.succeededFuture(new Commit.Committed((TurnState) args[0]));
              }
              return call(store, method, args);
            });
  }

  @FunctionalInterface
  private interface Change {
    Future<?> of(String method, Future<?> answer);
  }

  private static <T> T intercept(Class<T> type, T port, Change change) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, method, args) ->
                change.of(method.getName(), (Future<?>) call(port, method, args))));
  }

  private static Object call(Object port, Method method, Object[] args) throws Throwable {
    try {
      return method.invoke(port, args);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
