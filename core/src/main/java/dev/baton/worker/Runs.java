package dev.baton.worker;

import dev.baton.cancellation.Cause;
import dev.baton.chat.ChatId;
import dev.baton.chat.RunnerId;
import dev.baton.pubsub.Hint;
import dev.baton.store.Acquired;
import dev.baton.worker.RunnerThreads.RunnerThread;
import io.vertx.core.AsyncResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The chats that run here, each on a thread of its own. Lives on the worker's loop; only [#size]
/// may be asked from elsewhere.
final class Runs {

  private static final Logger LOG = LoggerFactory.getLogger(Runs.class);

  private final RunnerThreads threads;
  private final Executor loop;
  private final Function<Acquired, Runner> runners;
  private final Runnable onEnd;
  private final Map<ChatId, Run> runs = new HashMap<>();
  private volatile int size;

  private record Run(Runner runner, RunnerId runnerId, RunnerThread thread) {

    void tell(Consumer<Runner> message) {
      thread.tell(() -> message.accept(runner));
    }
  }

  /// @param onEnd called on the loop each time a run has ended
  Runs(RunnerThreads threads, Executor loop, Function<Acquired, Runner> runners, Runnable onEnd) {
    this.threads = threads;
    this.loop = loop;
    this.runners = runners;
    this.onEnd = onEnd;
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
    Runner runner = runners.apply(acquired);
    var run = new Run(runner, acquired.runnerId(), threads.start(acquired, runner::run));
    Run replaced = runs.put(acquired.chatId(), run);
    if (replaced != null) {
      replaced.tell(it -> it.cancel(Cause.SUPERSEDED));
    }
    size = runs.size();
    run.thread().ended().onComplete(end -> loop.execute(() -> ended(acquired, run, end)));
  }

  private void ended(Acquired acquired, Run run, AsyncResult<Void> end) {
    if (end.failed()) {
      LOG.atError()
          .addKeyValue("chat_id", acquired.chatId())
          .addKeyValue("runner_id", acquired.runnerId())
          .setCause(end.cause())
          .log("a runner broke");
    }
    runs.remove(acquired.chatId(), run);
    size = runs.size();
    onEnd.run();
  }

  /// Tells the run of the hint's chat, if there is one.
  void tell(Hint hint) {
    Run run = runs.get(hint.chatId());
    if (run != null) {
      run.tell(runner -> runner.onHint(hint));
    }
  }

  void tellAll(Consumer<Runner> message) {
    runs.values().forEach(run -> run.tell(message));
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
        run.tell(runner -> runner.onHint(row));
      } else {
        strayRows.add(row);
      }
    }
    strayRuns.values().forEach(run -> run.tell(unknownToStore));
    return strayRows;
  }
}
