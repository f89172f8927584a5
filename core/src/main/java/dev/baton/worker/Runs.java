package dev.baton.worker;

import dev.baton.cancellation.Cause;
import dev.baton.chat.ChatId;
import dev.baton.chat.RunnerId;
import dev.baton.pubsub.Hint;
import dev.baton.store.Acquired;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The chats that run here, each in a verticle of its own. Lives on the worker's context; only
/// [#size] may be asked from elsewhere.
final class Runs {

  private static final Logger LOG = LoggerFactory.getLogger(Runs.class);
  private static final DeploymentOptions ON_VIRTUAL_THREAD =
      new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD);

  private final Vertx vertx;
  private final Context context;
  private final Function<Acquired, Runner> runners;
  private final RunListener listener;
  private final Map<ChatId, Run> runs = new HashMap<>();
  private volatile int size;

  private record Run(RunnerId runnerId, ChatVerticle verticle) {}

  /// @param listener called on the context
  Runs(Vertx vertx, Context context, Function<Acquired, Runner> runners, RunListener listener) {
    this.vertx = vertx;
    this.context = context;
    this.runners = runners;
    this.listener = listener;
  }

  int size() {
    return size;
  }

  void start(Acquired acquired) {
    LOG.atInfo()
        .addKeyValue("chat_id", acquired.chatId())
        .addKeyValue("runner_id", acquired.runnerId())
        .addKeyValue("taken_from", acquired.takenFrom().map(Object::toString).orElse("nobody"))
        .log("chat acquired");
    listener.onBegun(acquired);
    var verticle = new ChatVerticle(runners.apply(acquired));
    Run replaced = runs.put(acquired.chatId(), new Run(acquired.runnerId(), verticle));
    if (replaced != null) {
      replaced.verticle().tell(runner -> runner.cancel(Cause.SUPERSEDED));
    }
    size = runs.size();
    verticle.ended().onComplete(end -> context.runOnContext(_ -> ended(acquired, verticle, end)));
    vertx
        .deployVerticle(verticle, ON_VIRTUAL_THREAD)
        .onFailure(verticle::abandon)
        .onSuccess(id -> verticle.ended().onComplete(_ -> vertx.undeploy(id)));
  }

  private void ended(Acquired acquired, ChatVerticle verticle, AsyncResult<Void> end) {
    if (end.failed()) {
      LOG.atError()
          .addKeyValue("chat_id", acquired.chatId())
          .addKeyValue("runner_id", acquired.runnerId())
          .setCause(end.cause())
          .log("a runner broke");
    }
    runs.remove(acquired.chatId(), new Run(acquired.runnerId(), verticle));
    size = runs.size();
    listener.onEnded(acquired);
  }

  /// Tells the run of the hint's chat, if there is one.
  void tell(Hint hint) {
    Run run = runs.get(hint.chatId());
    if (run != null) {
      run.verticle().tell(runner -> runner.onHint(hint));
    }
  }

  void tellAll(Consumer<Runner> message) {
    runs.values().forEach(run -> run.verticle().tell(message));
  }

  /// Compares with the rows that the store believes to be run here.
  ///
  /// @param unknownToStore told to the runs whose row is not among them
  /// @return the rows that do not run here
  List<Hint> compare(List<Hint> rows, Consumer<Runner> unknownToStore) {
    var strayRuns = new HashMap<>(runs);
    var strayRows = new ArrayList<Hint>();
    for (Hint row : rows) {
      Run run = runs.get(row.chatId());
      if (run != null && row.runnerId().filter(run.runnerId()::equals).isPresent()) {
        strayRuns.remove(row.chatId());
        run.verticle().tell(runner -> runner.onHint(row));
      } else {
        strayRows.add(row);
      }
    }
    strayRuns.values().forEach(run -> run.verticle().tell(unknownToStore));
    return strayRows;
  }
}
