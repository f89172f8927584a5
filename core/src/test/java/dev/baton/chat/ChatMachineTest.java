package dev.baton.chat;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.chat.Decision.Move;
import dev.baton.chat.Decision.Reason;
import dev.baton.chat.Decision.Refused;
import dev.baton.chat.Decision.Stay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Walks every state × command pair, queues of 0, 1, 2 and the limit, and compares the machine with
/// the table below, which is written by hand.
class ChatMachineTest {

  private static final Path DOCUMENT = Path.of("..", "docs", "state-machine.md");

  private static final String STAYS = "stays";

  private static final List<Part> CONTENT = List.of(new Part.Text("hi"));
  private static final Draft MESSAGE = Draft.user(CONTENT, UserId.random(), Optional.empty());
  private static final Part.ToolCall CALL = new Part.ToolCall("c", "t", "{}");
  private static final Draft RESULT = Draft.toolResult(new Part.ToolResult("c", "t", "1", false));
  private static final Draft STEP =
      Draft.assistant(CONTENT, ChatId.random().value(), Usage.UNKNOWN);
  private static final ChatError ERROR = ChatError.of(ErrorKind.GENERIC, "broken");
  private static final Retry RETRY =
      new Retry(1, 1, "e", ErrorKind.TIMEOUT, Optional.empty(), OptionalInt.empty(), Instant.EPOCH);

  /// One command, and where it leads: a letter is a state without its queue, a digit the queue's
  /// length. What is not listed is refused.
  private record Case(String name, ChatCommand command, Map<String, String> moves) {}

  private static final List<Case> TABLE =
      List.of(
          row("Create", new ChatCommand.Create(List.of(MESSAGE)), "N→R0"),
          row(
              "Send, queue",
              new ChatCommand.Send(MESSAGE, BusyBehavior.QUEUE),
              "W→R0 E0→R0 E1→R1 E2→R2 R0→R1 R1→R2 R2→R3 I0→I1 I1→I2 I2→I3 A0→A1 A1→A2 A2→A3"),
          row(
              "Send, interrupt",
              new ChatCommand.Send(MESSAGE, BusyBehavior.INTERRUPT),
              "W→R0 E0→R0 E1→R1 E2→R2 R0→I1 R1→I2 R2→I3 I0→I1 I1→I2 I2→I3 A0→R0 A1→R1 A2→R2"),
          row(
              "Edit",
              new ChatCommand.Edit(7, MESSAGE),
              "W→R0 E0→R0 E1→R0 E2→R0 E20→R0 R0→R0 R1→R0 R2→R0 R20→R0 I0→R0 I1→R0 I2→R0 I20→R0"
                  + " A0→R0 A1→R0 A2→R0 A20→R0"),
          row(
              "EditQueued",
              new ChatCommand.EditQueued(7, CONTENT),
              "E1→E1 E2→E2 E20→E20 R1→R1 R2→R2 R20→R20 I1→I1 I2→I2 I20→I20 A1→A1 A2→A2 A20→A20"),
          row(
              "DeleteQueued",
              new ChatCommand.DeleteQueued(7),
              "E1→E0 E2→E1 E20→E19 R1→R0 R2→R1 R20→R19 I1→I0 I2→I1 I20→I19 A1→A0 A2→A1 A20→A19"),
          row(
              "Promote",
              new ChatCommand.Promote(7),
              "E1→R0 E2→R1 E20→R19 A1→R0 A2→R1 A20→R19 R1→I1 R2→I2 R20→I20 I1→I1 I2→I2 I20→I20"),
          row(
              "Interrupt",
              new ChatCommand.Interrupt(),
              "R0→I0 R1→I1 R2→I2 R20→I20 I0→stays I1→stays I2→stays I20→stays"
                  + " A0→W A1→R0 A2→R1 A20→R19"),
          row("RetryTurn", new ChatCommand.RetryTurn(), "E0→R0 E1→R1 E2→R2 E20→R20"),
          row(
              "CompleteRequiresAction",
              new ChatCommand.CompleteRequiresAction(List.of(RESULT)),
              "A0→R0 A1→R1 A2→R2 A20→R20"),
          row(
              "RequestCompaction",
              new ChatCommand.RequestCompaction(),
              "W→R0 E0→R0 E1→R1 E2→R2 E20→R20"),
          row("ClearContext", new ChatCommand.ClearContext(), "W→W E0→W"),
          row(
              "Archive",
              new ChatCommand.Archive(),
              "W→XW E0→XE0 E1→XE1 E2→XE2 E20→XE20 XW→stays XE0→stays XE1→stays XE2→stays"
                  + " XE20→stays"),
          row(
              "Unarchive",
              new ChatCommand.Unarchive(),
              "XW→W XE0→E0 XE1→E1 XE2→E2 XE20→E20 W→stays E0→stays E1→stays E2→stays E20→stays"),
          row("Reconcile", new ChatCommand.Reconcile(), "?0→E0 ?1→E1 ?2→E2 ?20→E20"),
          row("BeginAttempt", new ChatCommand.BeginAttempt(), "R0→R0 R1→R1 R2→R2 R20→R20"),
          row("RecordRetry", new ChatCommand.RecordRetry(RETRY), "R0→R0 R1→R1 R2→R2 R20→R20"),
          row(
              "CommitCalls",
              new ChatCommand.CommitCalls(STEP, List.of(CALL), List.of()),
              "R0→R0 R1→R1 R2→R2 R20→R20"),
          row(
              "CommitResults",
              new ChatCommand.CommitResults(List.of(RESULT)),
              "R0→R0 R1→R1 R2→R2 R20→R20"),
          row(
              "EnterRequiresAction",
              new ChatCommand.EnterRequiresAction(List.of(RESULT), Duration.ofMinutes(5)),
              "R0→A0 R1→A1 R2→A2 R20→A20"),
          row(
              "CancelRequiresAction",
              new ChatCommand.CancelRequiresAction(),
              "A0→R0 A1→R1 A2→R2 A20→R20"),
          row("FinishTurn", new ChatCommand.FinishTurn(List.of(STEP)), "R0→W R1→R0 R2→R1 R20→R19"),
          row(
              "FinishInterruption",
              new ChatCommand.FinishInterruption(List.of(STEP)),
              "I0→W I1→R0 I2→R1 I20→R19"),
          row("FinishError", new ChatCommand.FinishError(ERROR), "R0→E0 R1→E1 R2→E2 R20→E20 W→E0"));

  private static final List<String> STATES =
      Stream.concat(
              Stream.of("N", "W", "XW"),
              Stream.of("E", "R", "I", "A", "XE", "?")
                  .flatMap(letter -> Stream.of(0, 1, 2, 20).map(queued -> letter + queued)))
          .toList();

  private static Case row(String name, ChatCommand command, String moves) {
    var byState = new LinkedHashMap<String, String>();
    for (String move : moves.split(" ", -1)) {
      byState.put(move.substring(0, move.indexOf('→')), move.substring(move.indexOf('→') + 1));
    }
    return new Case(name, command, byState);
  }

  @TestFactory
  Stream<DynamicTest> every_pair_of_state_and_command_is_decided_as_the_table_says() {
    return TABLE.stream()
        .flatMap(row ->
            STATES.stream()
                .map(state ->
                    DynamicTest.dynamicTest(row.name() + " in " + state, () -> check(row, state))));
  }

  private static void check(Case row, String state) {
    var decision = ChatMachine.decide(state(state), row.command());
    var expected = row.moves().get(state);
    if (expected == null) {
      assertThat(decision)
          .isEqualTo(new Refused(state(state), row.command(), reason(state, row.command())));
    } else if (expected.equals(STAYS)) {
      assertThat(decision).isEqualTo(new Stay());
    } else {
      assertThat(decision)
          .isInstanceOfSatisfying(
              Move.class, move -> assertThat(move.next()).isEqualTo(state(expected)));
    }
  }

  private static Reason reason(String state, ChatCommand command) {
    return switch (state.charAt(0)) {
      case 'N' -> Reason.ABSENT;
      case '?' -> Reason.INVALID_STATE;
      case 'X' -> Reason.ARCHIVED;
      default ->
          state.endsWith("20") && command instanceof ChatCommand.Send
              ? Reason.QUEUE_FULL
              : Reason.NOT_ALLOWED;
    };
  }

  /// A state or a command that is added later must be added to the table, too.
  @Test
  void no_state_and_no_command_is_missing_from_the_table() {
    assertThat(TABLE.stream().map(row -> row.command().getClass()).collect(toSet()))
        .isEqualTo(
            Stream.of(ChatCommand.Request.class, ChatCommand.Work.class)
                .flatMap(kind -> Stream.of(kind.getPermittedSubclasses()))
                .collect(toSet()));
    assertThat(STATES.stream().map(state -> state(state).getClass()).collect(toSet()))
        .isEqualTo(Set.of(ChatState.class.getPermittedSubclasses()));
  }

  /// A move that no row of the table leads to would be one that nobody meant.
  @Test
  void no_state_of_the_table_is_misspelt() {
    assertThat(TABLE.stream().flatMap(row -> row.moves().keySet().stream()))
        .allSatisfy(state -> assertThat(STATES).contains(state));
  }

  /// A new chat has no calls, an edit deletes those after its place, and a turn does not finish
  /// with open ones.
  @Test
  void open_calls_are_answered_before_a_user_message_enters_the_history() {
    var exempt = Set.of("Create", "Edit", "*FinishTurn*");
    for (Row row : rows()) {
      if (row.effects().contains("PromoteHead") && !exempt.contains(row.command())) {
        assertThat(row.effects())
            .as(row.toString())
            .containsSubsequence("AnswerOpenCalls", "PromoteHead");
      }
      if (row.command().startsWith("Send") && row.effects().contains("Append")) {
        assertThat(row.effects())
            .as(row.toString())
            .containsSubsequence("AnswerOpenCalls", "Append");
      }
    }
  }

  @Test
  void whoever_comes_to_rest_gives_the_chat_up() {
    for (Row row : rows()) {
      boolean ran = "RIA".contains(row.from().substring(0, 1));
      boolean rests = "WE".contains(row.to().substring(0, 1));
      if (ran && rests) {
        assertThat(row.effects().contains("Release")).as(row.toString()).isTrue();
      }
    }
  }

  /// It held no slot while it waited, and another owner may have to wait for one.
  @Test
  void whoever_has_waited_for_the_client_is_admitted_anew() {
    for (Row row : rows()) {
      if (row.from().startsWith("A") && row.to().startsWith("R")) {
        assertThat(row.effects()).as(row.toString()).endsWith("Release");
      }
    }
  }

  @Test
  void leaving_an_error_clears_it_unless_the_chat_is_put_away() {
    for (Row row : rows()) {
      if (row.from().startsWith("E") && !row.to().startsWith("E") && !row.to().startsWith("X")) {
        assertThat(row.effects().contains("ClearError")).as(row.toString()).isTrue();
      }
    }
  }

  // The document

  private record Row(String command, String from, String to, List<String> effects) {}

  @Test
  void the_document_tells_the_table() throws IOException {
    var document = document();
    if (Boolean.getBoolean("baton.write-docs")) {
      Files.createDirectories(DOCUMENT.getParent());
      Files.writeString(DOCUMENT, document);
    }
    assertThat(DOCUMENT)
        .as(
            "docs/state-machine.md is out of date; write it anew with"
                + " mvn -pl core test -Dtest=ChatMachineTest -Dbaton.write-docs=true")
        .hasContent(document);
  }

  private static String document() {
    return """
    # The states of a chat

    Written by `ChatMachineTest` from what `ChatMachine` decides; change the machine, not this file.

    A chat's state is its status, whether it is archived, and whether messages wait in its queue:
    `W` waiting, `E` error, `R` running, `I` interrupting, `A` requires_action, `X…` archived; a digit
    says whether the queue is empty (0) or not (1). `N` is a chat that does not exist yet, `?` one whose
    columns contradict each other. Who runs the chat is not part of its state.

    ```mermaid
    %s
    ```

    ## Moves

    Commands of people are applied under the row's lock, those of the worker (in italics) in one
    statement fenced by what they were decided from. What is not listed is refused. Where `R1` lands
    in `R0` or in `R1`, it depends on how many messages the queue held.

    | Command | Moves | Effects, in order |
    | --- | --- | --- |
    %s
    """
        .formatted(diagram(), table());
  }

  private static String diagram() {
    var edges = new LinkedHashMap<String, Set<String>>();
    for (Row row : rows()) {
      var from = place(row.from());
      var to = place(row.to());
      if (!from.equals(to)) {
        edges
            .computeIfAbsent(from + " --> " + to, _ -> new TreeSet<>())
            .add(row.command().replaceAll("[*]|,.*", ""));
      }
    }
    return "stateDiagram-v2\n"
        + edges.entrySet().stream()
            .map(edge -> "  " + edge.getKey() + " : " + String.join(", ", edge.getValue()))
            .collect(joining("\n"));
  }

  private static String place(String state) {
    return switch (state.charAt(0)) {
      case 'N' -> "[*]";
      case 'W' -> "waiting";
      case 'E' -> "error";
      case 'R' -> "running";
      case 'I' -> "interrupting";
      case 'A' -> "requires_action";
      case 'X' -> "archived";
      default -> "invalid";
    };
  }

  /// Moves of a command that have the same effects share a line.
  private static String table() {
    var lines = new LinkedHashMap<String, List<String>>();
    for (Row row : rows()) {
      lines
          .computeIfAbsent(
              "| %s | %%s | %s |".formatted(row.command(), String.join(", ", row.effects())),
              _ -> new ArrayList<>())
          .add(row.from().equals(row.to()) ? row.from() : row.from() + " → " + row.to());
    }
    return lines.entrySet().stream()
        .map(line -> line.getKey().formatted(String.join(", ", line.getValue())))
        .collect(joining("\n"));
  }

  /// One row a move, with queues of more than one told apart only where that changes the landing.
  private static List<Row> rows() {
    var rows = new ArrayList<Row>();
    for (Case row : TABLE) {
      for (String from : STATES) {
        if (!from.endsWith("20")) {
          described(row, from).filter(found -> !rows.contains(found)).ifPresent(rows::add);
        }
      }
    }
    return rows;
  }

  private static Optional<Row> described(Case row, String from) {
    var name = row.command() instanceof ChatCommand.Work ? "*" + row.name() + "*" : row.name();
    return switch (ChatMachine.decide(state(from), row.command())) {
      case Move move ->
          Optional.of(new Row(name, label(state(from)), label(move.next()), names(move)));
      case Stay _ ->
          Optional.of(
              new Row(name, label(state(from)), label(state(from)), List.of("nothing happens")));
      case Refused _ -> Optional.empty();
    };
  }

  private static List<String> names(Move move) {
    return move.effects().stream().map(effect -> effect.getClass().getSimpleName()).toList();
  }

  private static String label(ChatState state) {
    return state instanceof ChatState.Invalid ? "?" : state.label();
  }

  private static ChatState state(String name) {
    var letters = name.replaceAll("[0-9]", "");
    int queued = letters.equals(name) ? 0 : Integer.parseInt(name.substring(letters.length()));
    return switch (letters) {
      case "N" -> new ChatState.Absent();
      case "W" -> new ChatState.Waiting();
      case "E" -> new ChatState.Failed(queued);
      case "R" -> new ChatState.Running(queued);
      case "I" -> new ChatState.Interrupting(queued);
      case "A" -> new ChatState.AwaitingResults(queued);
      case "XW" -> new ChatState.ArchivedWaiting();
      case "XE" -> new ChatState.ArchivedFailed(queued);
      case "?" -> new ChatState.Invalid(queued, "contradictory");
      default -> throw new IllegalArgumentException(name);
    };
  }
}
