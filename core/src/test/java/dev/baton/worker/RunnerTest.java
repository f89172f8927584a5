package dev.baton.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.agent.AgentConfig;
import dev.baton.agent.AgentLoop;
import dev.baton.agent.ModelSource;
import dev.baton.agent.RetryPolicy;
import dev.baton.cancellation.Cause;
import dev.baton.chat.BusyBehavior;
import dev.baton.chat.ChatCommand;
import dev.baton.chat.ChatError;
import dev.baton.chat.ChatStatus;
import dev.baton.chat.Draft;
import dev.baton.chat.ErrorKind;
import dev.baton.chat.Part;
import dev.baton.chat.RunnerId;
import dev.baton.chat.Usage;
import dev.baton.chat.WorkerId;
import dev.baton.model.ModelConfig;
import dev.baton.model.ModelFailure;
import dev.baton.model.ToolSpec;
import dev.baton.parts.LocalParts;
import dev.baton.parts.PartsConfig;
import dev.baton.store.Acquired;
import dev.baton.store.StoreException;
import dev.baton.time.VertxScheduler;
import dev.baton.tool.Tool;
import dev.baton.tool.ToolInvocation;
import dev.baton.tool.ToolOutput;
import dev.baton.tool.Toolbox;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.net.ConnectException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A runner on its virtual thread, with a store, a model and tools that the test holds in its
/// hands.
@Timeout(30)
class RunnerTest {

  private static final WorkerId WORKER = WorkerId.random();

  private final Vertx vertx = Vertx.vertx();
  private final FakeTurnStore store = new FakeTurnStore("hello");
  private final FakeModel model = new FakeModel();
  private final FakeTool bell = new FakeTool("bell", false);
  private final FakeTool clock = new FakeTool("clock", true);
  private final VertxScheduler scheduler = new VertxScheduler(vertx);

  private volatile boolean trusted = true;

  @SuppressWarnings("NullAway.Init") // by run()
  private Runner runner;

  private Future<?> deployed = Future.succeededFuture();
  private ModelSource models =
      ModelSource.withoutFiles(_ ->
          Future.succeededFuture(
              Optional.of(
                  new ModelSource.ChatModel(
                      model, modelConfig(), new Toolbox(List.of(bell, clock))))));
  private AgentConfig config = new AgentConfig(50, 3, Duration.ofMinutes(1), Duration.ofMinutes(1));

  @AfterEach
  void close() throws Exception {
    deployed.await(10, TimeUnit.SECONDS);
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  @Test
  void a_turn_streams_and_finishes() throws Exception {
    ChatVerticle run = run();
    model.awaitCall().text("Hi ").text("there").finish();
    await(run);
    assertThat(store.lines()).containsExactly("user: hello", "assistant: Hi there");
    assertThat(store.status()).isEqualTo(ChatStatus.WAITING);
    assertThat(store.isOwned()).isFalse();
  }

  @Test
  void an_interrupt_aborts_the_call_and_keeps_the_partial_text() throws Exception {
    ChatVerticle run = run();
    FakeModel.Call call = model.awaitCall().text("Once upon");
    store.request(new ChatCommand.Interrupt());
    await(run);
    assertThat(call.isCancelled()).isTrue();
    assertThat(store.lines()).containsExactly("user: hello", "assistant: Once upon");
    assertThat(store.status()).isEqualTo(ChatStatus.WAITING);
  }

  @Test
  void a_message_that_interrupts_is_answered_after_the_partial_text() throws Exception {
    ChatVerticle run = run();
    model.awaitCall().text("Once");
    store.request(new ChatCommand.Send(FakeTurnStore.user("stop"), BusyBehavior.INTERRUPT));
    model.awaitCall().text("Yes?").finish();
    await(run);
    assertThat(store.lines())
        .containsExactly("user: hello", "assistant: Once", "user: stop", "assistant: Yes?");
  }

  @Test
  void a_message_queued_during_the_last_step_is_not_stranded() throws Exception {
    ChatVerticle run = run();
    FakeModel.Call call = model.awaitCall().text("First");
    store.request(new ChatCommand.Send(FakeTurnStore.user("and?"), BusyBehavior.QUEUE));
    call.finish();
    model.awaitCall().text("Second").finish();
    await(run);
    assertThat(store.lines())
        .containsExactly("user: hello", "assistant: First", "user: and?", "assistant: Second");
    assertThat(model.wasCalledAgain()).isFalse();
  }

  @Test
  void a_commit_whose_answer_was_lost_is_not_made_twice() throws Exception {
    ChatVerticle run = run();
    FakeModel.Call call = model.awaitCall().text("Once");
    store.failNextCommit(FakeTurnStore.Fault.ANSWER_LOST);
    call.finish();
    await(run);
    assertThat(store.lines()).containsExactly("user: hello", "assistant: Once");
    assertThat(model.wasCalledAgain()).isFalse();
  }

  @Test
  void a_commit_that_was_lost_is_made_again_with_the_content_at_hand() throws Exception {
    ChatVerticle run = run();
    FakeModel.Call call = model.awaitCall().text("Once");
    store.failNextCommit(FakeTurnStore.Fault.REQUEST_LOST);
    call.finish();
    await(run);
    assertThat(store.lines()).containsExactly("user: hello", "assistant: Once");
    assertThat(model.wasCalledAgain()).isFalse();
  }

  @Test
  void the_hint_of_an_own_commit_does_not_stop_the_tools_it_announced() throws Exception {
    ChatVerticle run = run();
    model.awaitCall().text("Ringing.").tool("call_1", "bell", "{}").finish();
    bell.awaitInvocation().answer("rung");
    model.awaitCall().text("Done.").finish();
    await(run);
    assertThat(store.lines())
        .containsExactly(
            "user: hello", "assistant: Ringing.[bell]", "tool: \"rung\"", "assistant: Done.");
  }

  @Test
  void results_are_committed_together_in_the_order_of_the_calls() throws Exception {
    ChatVerticle run = run();
    model.awaitCall().tool("call_1", "bell", "{}").tool("call_2", "clock", "{}").finish();
    clock.awaitInvocation().answer("noon");
    bell.awaitInvocation().answer("rung");
    model.awaitCall().finish();
    await(run);
    assertThat(store.lines())
        .containsExactly(
            "user: hello", "assistant: [bell][clock]", "tool: \"rung\"", "tool: \"noon\"");
  }

  @Test
  void an_interrupt_during_the_tools_keeps_what_they_had_answered() throws Exception {
    ChatVerticle run = run();
    model.awaitCall().tool("call_1", "bell", "{}").tool("call_2", "clock", "{}").finish();
    FakeTool.Call ringing = bell.awaitInvocation();
    clock.awaitInvocation().answer("noon");
    store.request(new ChatCommand.Interrupt());
    await(run);
    assertThat(ringing.invocation().cancellation().cause()).contains(Cause.INTERRUPTED);
    assertThat(store.lines()).hasSize(4);
    assertThat(store.lines().get(2)).contains("interrupted");
    assertThat(store.lines().get(3)).isEqualTo("tool: \"noon\"");
    assertThat(store.status()).isEqualTo(ChatStatus.WAITING);
  }

  @Test
  void an_edit_drops_the_partial_answer_and_starts_over() throws Exception {
    ChatVerticle run = run();
    model.awaitCall().text("Hello to");
    store.request(new ChatCommand.Edit(1, FakeTurnStore.user("goodbye")));
    model.awaitCall().text("Bye").finish();
    await(run);
    assertThat(store.lines()).containsExactly("user: goodbye", "assistant: Bye");
  }

  @Test
  void a_runner_that_lost_its_chat_writes_nothing_more() throws Exception {
    ChatVerticle run = run();
    FakeModel.Call call = model.awaitCall().text("mine");
    RunnerId successor = store.ownedBy(WorkerId.random());
    int commits = store.commits.size();
    call.finish();
    await(run);
    assertThat(store.commits).hasSize(commits);
    assertThat(store.isOwned()).isTrue();
    assertThat(successor).isNotNull();
  }

  @Test
  void a_shutdown_in_mid_stream_leaves_the_chat_runnable_and_released() throws Exception {
    ChatVerticle run = run();
    model.awaitCall().text("half");
    run.tell(() -> runner.cancel(Cause.SHUTDOWN));
    await(run);
    assertThat(store.status()).isEqualTo(ChatStatus.RUNNING);
    assertThat(store.isOwned()).isFalse();
    assertThat(store.lines()).containsExactly("user: hello");
  }

  @Test
  void a_shutdown_in_the_middle_of_a_tool_leaves_the_chat_runnable_and_released() throws Exception {
    ChatVerticle run = run();
    model.awaitCall().tool("call_1", "bell", "{}").finish();
    bell.awaitInvocation();
    run.tell(() -> runner.cancel(Cause.SHUTDOWN));
    await(run);
    assertThat(store.status()).isEqualTo(ChatStatus.RUNNING);
    assertThat(store.isOwned()).isFalse();
    assertThat(store.calls()).hasSize(1);
  }

  @Test
  void a_draining_runner_lets_go_between_the_calls_and_their_tools() throws Exception {
    ChatVerticle run = run();
    FakeModel.Call call = model.awaitCall().tool("call_1", "bell", "{}");
    var told = Promise.<Void>promise();
    run.tell(() -> {
      runner.drain();
      told.complete();
    });
    told.future().await(10, TimeUnit.SECONDS);
    call.finish();
    await(run);
    assertThat(store.isOwned()).isFalse();
    assertThat(store.calls()).hasSize(1);
    assertThat(store.calls().getFirst().started()).isFalse();
  }

  @Test
  void a_call_that_a_dead_owner_had_only_noted_is_run() throws Exception {
    deadOwnerLeaves("bell", false);
    ChatVerticle run = run();
    bell.awaitInvocation().answer("rung");
    model.awaitCall().text("ok").finish();
    await(run);
    assertThat(store.lines()).contains("tool: \"rung\"");
  }

  @Test
  void a_tool_was_dispatched_by_a_worker_whose_lease_ran_out_while_the_call_was_noted()
      throws Exception {
    deadOwnerLeaves("bell", false);
    var noted = Promise.<Void>promise();
    store.onMarkStarted =
        () -> {
          trusted = false;
          noted.tryComplete();
        };
    ChatVerticle run = run();
    noted.future().await(10, TimeUnit.SECONDS);
    run.tell(() -> runner.cancel(Cause.LEASE_LOST));
    await(run);
    assertThat(bell.wasCalled()).isFalse();
  }

  @Test
  void a_call_that_a_dead_owner_had_started_is_not_run_again() throws Exception {
    deadOwnerLeaves("bell", true);
    ChatVerticle run = run();
    model.awaitCall().text("ok").finish();
    await(run);
    assertThat(bell.wasCalled()).isFalse();
    assertThat(store.lines().get(2)).contains("outcome of this call is unknown");
  }

  @Test
  void an_idempotent_call_that_a_dead_owner_had_started_is_run_again() throws Exception {
    deadOwnerLeaves("clock", true);
    ChatVerticle run = run();
    clock.awaitInvocation().answer("noon");
    model.awaitCall().text("ok").finish();
    await(run);
    assertThat(store.lines().get(2)).isEqualTo("tool: \"noon\"");
  }

  @Test
  void a_passing_failure_is_noted_and_the_model_is_called_again() throws Exception {
    ChatVerticle run = run();
    model.awaitCall().text("par").fail(failure(true));
    model.awaitCall().text("whole").finish();
    await(run);
    assertThat(store.lines()).containsExactly("user: hello", "assistant: whole");
    assertThat(store.commits).hasAtLeastOneElementOfType(ChatCommand.RecordRetry.class);
  }

  @Test
  void a_lasting_failure_ends_the_turn_with_its_error() throws Exception {
    ChatVerticle run = run();
    model.awaitCall().fail(failure(false));
    await(run);
    assertThat(store.status()).isEqualTo(ChatStatus.ERROR);
    assertThat(store.error().orElseThrow().kind()).isEqualTo(ErrorKind.AUTH);
  }

  @Test
  void a_failure_is_not_tried_again_for_ever() throws Exception {
    ChatVerticle run = run();
    for (int i = 0; i < 3; i++) {
      model.awaitCall().fail(failure(true));
    }
    await(run);
    assertThat(store.status()).isEqualTo(ChatStatus.ERROR);
  }

  @Test
  void what_the_store_refuses_ends_the_turn_and_is_not_asked_for_ever() throws Exception {
    models =
        ModelSource.withoutFiles(_ ->
            Future.failedFuture(
                new StoreException.Conflict("The key cannot be read: set another.")));
    await(run());
    assertThat(store.status()).isEqualTo(ChatStatus.ERROR);
    assertThat(store.error().orElseThrow().message()).contains("set another");
  }

  @Test
  void a_fault_of_ours_in_the_store_ends_the_turn_and_is_not_asked_for_ever() throws Exception {
    models =
        ModelSource.withoutFiles(
            _ -> Future.failedFuture(new IllegalStateException("no such column")));
    await(run());
    assertThat(store.status()).isEqualTo(ChatStatus.ERROR);
    assertThat(store.error().orElseThrow().message()).doesNotContain("column");
  }

  @Test
  void a_history_that_cannot_be_read_ends_the_turn_and_is_not_begun_for_ever() throws Exception {
    store.failNextCommit(FakeTurnStore.Fault.ANSWER_UNREADABLE);
    await(run());
    assertThat(store.status()).isEqualTo(ChatStatus.ERROR);
    assertThat(store.commits).hasSize(2);
  }

  @Test
  void an_attempt_whose_answer_was_lost_is_begun_anew() throws Exception {
    store.failNextCommit(FakeTurnStore.Fault.ANSWER_LOST);
    ChatVerticle run = run();
    model.awaitCall().text("Hi").finish();
    await(run);
    assertThat(store.lines()).containsExactly("user: hello", "assistant: Hi");
    assertThat(model.wasCalledAgain()).isFalse();
  }

  @Test
  void a_text_step_is_one_begin_and_one_finish() throws Exception {
    ChatVerticle run = run();
    model.awaitCall().text("Hi").finish();
    await(run);
    assertThat(store.commits)
        .hasExactlyElementsOfTypes(ChatCommand.BeginAttempt.class, ChatCommand.FinishTurn.class);
    assertThat(store.reads).isZero();
  }

  @Test
  void tools_run_in_the_episode_that_the_commit_of_their_calls_began() throws Exception {
    ChatVerticle run = run();
    model.awaitCall().tool("call_1", "bell", "{}").finish();
    bell.awaitInvocation().answer("rung");
    model.awaitCall().text("Done.").finish();
    await(run);
    assertThat(store.commits)
        .hasExactlyElementsOfTypes(
            ChatCommand.BeginAttempt.class,
            ChatCommand.CommitCalls.class,
            ChatCommand.CommitResults.class,
            ChatCommand.BeginAttempt.class,
            ChatCommand.FinishTurn.class);
    assertThat(store.reads).isZero();
  }

  @Test
  void an_interrupt_ends_the_wait_for_a_store_that_does_not_answer() throws Exception {
    var refused = new ConnectException("connection refused");
    models =
        ModelSource.withoutFiles(
            _ -> Future.failedFuture(new StoreException.Unavailable("no database", refused)));
    ChatVerticle run = run();
    store.request(new ChatCommand.Interrupt());
    await(run);
    assertThat(store.status()).isEqualTo(ChatStatus.WAITING);
  }

  @Test
  void a_chat_that_ends_its_owners_again_and_again_is_ended_with_an_error() throws Exception {
    store.ownerDied(4);
    await(run());
    assertThat(store.error().orElseThrow().kind()).isEqualTo(ErrorKind.OWNER_DEATHS);
    assertThat(model.wasCalledAgain()).isFalse();
  }

  @Test
  void a_turn_has_no_more_steps_than_the_deployment_allows() throws Exception {
    config = new AgentConfig(1, 3, Duration.ofMinutes(1), Duration.ofMinutes(1));
    store.stepsTaken(1);
    await(run());
    assertThat(store.error().orElseThrow().kind()).isEqualTo(ErrorKind.TURN_LIMIT);
    assertThat(model.wasCalledAgain()).isFalse();
  }

  @Test
  void a_client_that_does_not_answer_in_time_is_answered_for() throws Exception {
    config = new AgentConfig(50, 3, Duration.ofMinutes(1), Duration.ofMillis(1));
    store.dynamicTools = "[{\"name\": \"ask\", \"description\": \"asks\", \"input_schema\": {}}]";
    ChatVerticle run = run();
    model.awaitCall().tool("call_1", "ask", "{}").finish();
    await(run);
    assertThat(store.lines().get(2)).contains("did not return a result in time");
    assertThat(store.status()).isEqualTo(ChatStatus.RUNNING);
    assertThat(store.isOwned()).as("it is to be admitted anew").isFalse();
  }

  @Test
  void a_chat_that_was_taken_to_be_stopped_does_not_run_on_without_a_slot() throws Exception {
    store.request(new ChatCommand.Send(FakeTurnStore.user("stop"), BusyBehavior.INTERRUPT));
    await(run());
    assertThat(store.lines()).containsExactly("user: hello", "user: stop");
    assertThat(store.status()).isEqualTo(ChatStatus.RUNNING);
    assertThat(store.isOwned()).isFalse();
    assertThat(model.wasCalledAgain()).isFalse();
  }

  @Test
  void tools_that_take_too_long_are_ended_and_the_turn_goes_on() throws Exception {
    config = new AgentConfig(50, 3, Duration.ofMillis(1), Duration.ofMinutes(1));
    ChatVerticle run = run();
    model.awaitCall().tool("call_1", "bell", "{}").finish();
    model.awaitCall().text("Too slow.").finish();
    await(run);
    assertThat(store.lines().get(2)).contains("took longer");
  }

  @Test
  void a_summary_that_was_asked_for_takes_the_place_of_the_history_and_ends_the_turn()
      throws Exception {
    store.answered("Hi.", 10);
    store.rest();
    store.request(new ChatCommand.RequestCompaction());
    ChatVerticle run = run();
    FakeModel.Call call = model.awaitCall();
    assertThat(call.request.prompt()).hasSize(3);
    assertThat(call.request.tools()).isEmpty();
    call.text("They said hello.").finish();
    await(run);
    assertThat(store.status()).isEqualTo(ChatStatus.WAITING);
    assertThat(store.lines().getFirst())
        .isEqualTo("user: Summary of the conversation so far:\n\nThey said hello.");
    assertThat(store.lines().getLast()).contains("\"source\":\"manual\"");
    assertThat(model.wasCalledAgain()).isFalse();
  }

  @Test
  void a_history_past_the_threshold_is_summarized_before_the_next_answer() throws Exception {
    store.answered("Hi.", 70_000);
    store.request(new ChatCommand.Send(FakeTurnStore.user("and now?"), BusyBehavior.QUEUE));
    ChatVerticle run = run();
    model.awaitCall().text("They said hello.").finish();
    FakeModel.Call answer = model.awaitCall();
    assertThat(answer.request.prompt()).hasSize(1);
    assertThat(answer.request.prompt().getFirst().content()).hasSize(2);
    assertThat(answer.request.prompt().getFirst().content().getLast())
        .isEqualTo(new Part.Text("and now?"));
    answer.text("Now this.").finish();
    await(run);
    assertThat(store.lines().getLast()).isEqualTo("assistant: Now this.");
  }

  @Test
  void a_summary_that_fails_does_not_stand_in_the_way_of_the_answer() throws Exception {
    store.answered("Hi.", 70_000);
    store.request(new ChatCommand.Send(FakeTurnStore.user("and now?"), BusyBehavior.QUEUE));
    ChatVerticle run = run();
    model.awaitCall().fail(failure(true));
    FakeModel.Call answer = model.awaitCall();
    assertThat(answer.request.prompt()).hasSize(3);
    answer.text("Now this.").finish();
    await(run);
    assertThat(store.lines().getLast()).isEqualTo("assistant: Now this.");
  }

  @Test
  void a_prompt_that_the_model_cannot_read_is_summarized_and_asked_again() throws Exception {
    store.answered("Hi.", 10);
    store.request(new ChatCommand.Send(FakeTurnStore.user("and now?"), BusyBehavior.QUEUE));
    ChatVerticle run = run();
    model.awaitCall().fail(tooLong());
    model.awaitCall().text("They said hello.").finish();
    FakeModel.Call answer = model.awaitCall();
    assertThat(answer.request.prompt()).hasSize(1);
    answer.fail(tooLong());
    await(run);
    assertThat(store.status()).isEqualTo(ChatStatus.ERROR);
    assertThat(model.wasCalledAgain()).isFalse();
  }

  @Test
  void an_interrupt_ends_a_summary_and_leaves_the_history_as_it_was() throws Exception {
    store.answered("Hi.", 10);
    store.rest();
    store.request(new ChatCommand.RequestCompaction());
    ChatVerticle run = run();
    FakeModel.Call call = model.awaitCall().text("They");
    store.request(new ChatCommand.Interrupt());
    await(run);
    assertThat(call.isCancelled()).isTrue();
    assertThat(store.lines()).containsExactly("user: hello", "assistant: Hi.");
  }

  private static ModelFailure tooLong() {
    return new ModelFailure(
        new ChatError(
            "no",
            Optional.of("maximum context length is 100000 tokens"),
            ErrorKind.CONFIG,
            Optional.of("fake"),
            false,
            OptionalInt.empty()),
        Optional.empty());
  }

  private void deadOwnerLeaves(String tool, boolean started) {
    store.ownedBy(WorkerId.random());
    var state = store.state(store.chatId).result().orElseThrow();
    var call = new Part.ToolCall("call_1", tool, "{}");
    store.commit(state, new ChatCommand.BeginAttempt());
    state = store.state(store.chatId).result().orElseThrow();
    store.commit(
        state,
        new ChatCommand.CommitCalls(
            Draft.assistant(List.of(call), new UUID(0, 1), Usage.UNKNOWN),
            List.of(call),
            List.of()));
    if (started) {
      state = store.state(store.chatId).result().orElseThrow();
      store.markStarted(state, List.of("call_1"));
    }
  }

  private ChatVerticle run() {
    var parts = new LocalParts(PartsConfig.DEFAULTS, scheduler, () -> true);
    var retries = new RetryPolicy(3, Duration.ofMillis(1), Duration.ofMillis(2));
    Acquired acquired = store.acquiredBy(WORKER);
    var loop =
        new AgentLoop(config, retries, models, episode -> parts.open(episode, WORKER), scheduler);
    runner = new Runner(acquired, store, loop, scheduler, () -> trusted);
    var verticle = new ChatVerticle(runner::run);
    store.hints = hint -> verticle.tell(() -> runner.onHint(hint));
    deployed =
        vertx.deployVerticle(
            verticle, new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD));
    return verticle;
  }

  private static void await(ChatVerticle run) throws Exception {
    run.ended().await(10, TimeUnit.SECONDS);
  }

  private static ModelFailure failure(boolean retryable) {
    return new ModelFailure(
        new ChatError(
            "no",
            Optional.empty(),
            retryable ? ErrorKind.OVERLOADED : ErrorKind.AUTH,
            Optional.of("fake"),
            retryable,
            OptionalInt.empty()),
        Optional.empty());
  }

  private static ModelConfig modelConfig() {
    return new ModelConfig(
        new UUID(0, 1),
        new UUID(0, 2),
        "fake",
        "Fake",
        true,
        true,
        100_000,
        70,
        "{}",
        Instant.EPOCH,
        Instant.EPOCH);
  }

  /// A tool that answers when the test says so.
  private record FakeTool(String name, boolean isIdempotent, BlockingQueue<Call> calls)
      implements Tool {

    record Call(ToolInvocation invocation, Promise<ToolOutput> output) {
      void answer(String text) {
        output.complete(ToolOutput.of(out -> out.writeString(text)));
      }
    }

    FakeTool(String name, boolean isIdempotent) {
      this(name, isIdempotent, new LinkedBlockingQueue<>());
    }

    @Override
    public ToolSpec spec() {
      return new ToolSpec(name, name, "{}");
    }

    @Override
    public Future<ToolOutput> run(ToolInvocation invocation) {
      var call = new Call(invocation, Promise.promise());
      calls.add(call);
      return call.output().future();
    }

    Call awaitInvocation() throws InterruptedException {
      Call call = calls.poll(10, TimeUnit.SECONDS);
      assertThat(call).as("invocation of " + name).isNotNull();
      return call;
    }

    boolean wasCalled() {
      return !calls.isEmpty();
    }
  }
}
