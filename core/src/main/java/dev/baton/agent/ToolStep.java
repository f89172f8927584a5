package dev.baton.agent;

import dev.baton.cancellation.Cancellation;
import dev.baton.cancellation.Cause;
import dev.baton.chat.ChatCommand;
import dev.baton.chat.Draft;
import dev.baton.chat.Part;
import dev.baton.json.CleanText;
import dev.baton.parts.EpisodeLog;
import dev.baton.store.TurnHistory.OpenCall;
import dev.baton.store.TurnState;
import dev.baton.time.Scheduler;
import dev.baton.tool.ToolOutput;
import dev.baton.tool.Toolbox;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The calls of one step: those that may run are run, all at the same time, and the results are
/// committed together in call order.
final class ToolStep {

  private static final String UNKNOWN =
      "The outcome of this call is unknown: the server that ran it went away. It may have had its"
          + " effect. Check before you do it again.";
  private static final String INTERRUPTED = "The call was interrupted; it may have had an effect.";

  private final Turn turn;
  private final Toolbox toolbox;
  private final AgentConfig config;
  private final Scheduler scheduler;
  private final EpisodeLog log;
  private final Map<Part.ToolCall, ToolOutput> outputs = new ConcurrentHashMap<>();

  ToolStep(Turn turn, Toolbox toolbox, AgentConfig config, Scheduler scheduler, EpisodeLog log) {
    this.turn = turn;
    this.toolbox = toolbox;
    this.config = config;
    this.scheduler = scheduler;
    this.log = log;
  }

  /// Settles the open calls.
  ///
  /// @return what was not committed
  Held run(List<OpenCall> calls) {
    TurnState state = turn.state();
    List<OpenCall> local = calls.stream().filter(call -> !call.isClients()).toList();
    settleLost(local);
    if (dispatch(local)) {
      boolean clientsTurn = local.size() < calls.size();
      if (!turn.cancellation().isCancelled() && turn.commit(results(local, clientsTurn))) {
        return Held.NOTHING;
      }
    }
    return new Held(state.versions().history(), drafts(local));
  }

  /// Calls that an earlier owner had started. What became of them is not known, and only a tool
  /// that says so is run twice.
  private void settleLost(List<OpenCall> local) {
    for (OpenCall call : local) {
      if (call.started() && !toolbox.isIdempotent(call.call().toolName())) {
        note(call.call(), ToolOutput.error(UNKNOWN));
      }
    }
  }

  /// Runs what has no output yet.
  ///
  /// @return false if nothing was or may be run any more
  private boolean dispatch(List<OpenCall> local) {
    List<Part.ToolCall> due =
        local.stream().map(OpenCall::call).filter(call -> !outputs.containsKey(call)).toList();
    if (due.isEmpty()) {
      return true;
    }
    if (!mayDispatch(due.stream().map(Part.ToolCall::toolCallId).toList())) {
      return false;
    }
    awaitAll(due);
    return true;
  }

  /// A replica may have been paused for long between the note and its answer, and the chat may be
  /// another's by now: then the note, which is fenced, is made again under a good lease.
  private boolean mayDispatch(List<String> toolCallIds) {
    do {
      if (!turn.awaitTrust() || !turn.markStarted(toolCallIds)) {
        return false;
      }
    } while (!turn.isTrusted());
    return !turn.cancellation().isCancelled();
  }

  /// Waits for all results, or for the end of the activity, or for the deadline: whichever is
  /// first.
  private void awaitAll(List<Part.ToolCall> due) {
    Cancellation tools = turn.cancellation().child();
    Scheduler.Timer deadline =
        scheduler.after(config.toolDeadline(), () -> tools.cancel(Cause.DEADLINE));
    var over = Promise.<Void>promise();
    tools.requested().onSuccess(_ -> over.tryComplete());
    Future.join(due.stream().map(call -> start(call, tools)).toList())
        .onComplete(_ -> over.tryComplete());
    over.future().await();
    deadline.cancel();
    tools.cause().filter(Cause.DEADLINE::equals).ifPresent(_ -> due.forEach(this::noteDeadline));
  }

  private Future<Void> start(Part.ToolCall call, Cancellation tools) {
    TurnState state = turn.state();
    return toolbox
        .run(
            state.chatId(),
            state.ownerId(),
            call,
            tools,
            line -> log.toolOutput(call.toolCallId(), call.toolName(), line))
        .map(output -> {
          note(call, output);
          return null;
        });
  }

  private void noteDeadline(Part.ToolCall call) {
    if (!outputs.containsKey(call)) {
      long seconds = config.toolDeadline().toSeconds();
      note(call, ToolOutput.error("The call took longer than " + seconds + " s and was ended."));
    }
  }

  private void note(Part.ToolCall call, ToolOutput output) {
    if (outputs.putIfAbsent(call, output) == null) {
      log.toolResult(result(call, output));
    }
  }

  private ChatCommand.Work results(List<OpenCall> local, boolean clientsTurn) {
    List<Draft> drafts = drafts(local);
    Duration deadline = config.clientDeadline();
    return clientsTurn
        ? new ChatCommand.EnterRequiresAction(drafts, deadline)
        : new ChatCommand.CommitResults(drafts);
  }

  private List<Draft> drafts(List<OpenCall> local) {
    var drafts = new ArrayList<Draft>();
    for (OpenCall open : local) {
      ToolOutput output = outputs.getOrDefault(open.call(), ToolOutput.error(INTERRUPTED));
      drafts.add(Draft.toolResult(result(open.call(), output)));
    }
    return drafts;
  }

  private static Part.ToolResult result(Part.ToolCall call, ToolOutput output) {
    return new Part.ToolResult(
        call.toolCallId(),
        call.toolName(),
        CleanText.cleanJson(output.resultJson()),
        output.isError());
  }
}
