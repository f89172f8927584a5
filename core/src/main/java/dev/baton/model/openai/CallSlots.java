package dev.baton.model.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.model.ModelEvent.ToolCall;
import dev.baton.model.ModelEvent.ToolCallDelta;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

/// The tool calls of one answer, each put together from its pieces.
///
/// A piece belongs to the call of its id; without one to the call of its index; without either to
/// the newest. An id that is new and comes with a name begins another call even at a used index,
/// for there are servers that send index 0 with each of several calls.
final class CallSlots {

  private static final class Slot {
    private final String sentId;
    private final String id;
    private final int index;
    private final StringBuilder args = new StringBuilder();
    private String name = "";
    private int told;

    Slot(String sentId, String id, int index) {
      this.sentId = sentId;
      this.id = id;
      this.index = index;
    }

    boolean mayBeAt(int wanted) {
      return wanted < 0 || wanted == index;
    }

    /// What has come since the last delta; nothing as long as the name is not known. The first half
    /// of a character waits for the second.
    Optional<ToolCallDelta> untold() {
      if (name.isEmpty()) {
        return Optional.empty();
      }
      int end = WholeCharacters.end(args);
      var delta = new ToolCallDelta(id, name, args.substring(told, end));
      told = end;
      return Optional.of(delta);
    }

    ToolCall complete() {
      return new ToolCall(id, name, args.toString().isBlank() ? "{}" : args.toString());
    }
  }

  private final List<Slot> slots = new ArrayList<>();
  private final Set<String> usedIds;

  /// @param usedIds ids that the chat has already; some servers begin with `call_0` in each answer
  CallSlots(Set<String> usedIds) {
    this.usedIds = new HashSet<>(usedIds);
  }

  Optional<ToolCallDelta> add(JsonNode piece) {
    var function = piece.path("function");
    var name = function.path("name").asText("");
    var id = piece.path("id").asText("");
    int index = piece.path("index").asInt(-1);
    var slot = find(id, index, !name.isEmpty()).orElseGet(() -> open(id, index));
    if (slot.name.isEmpty()) {
      slot.name = name;
    }
    var args = function.path("arguments");
    slot.args.append(args.isContainerNode() ? args.toString() : args.asText(""));
    return slot.untold();
  }

  boolean isEmpty() {
    return slots.isEmpty();
  }

  List<ToolCall> complete() {
    return slots.stream().map(Slot::complete).toList();
  }

  private Optional<Slot> find(String id, int index, boolean named) {
    if (!id.isEmpty()) {
      var known = newest(slot -> slot.sentId.equals(id) && slot.mayBeAt(index));
      if (known.isPresent() || named) {
        return known;
      }
    }
    return newest(slot -> slot.mayBeAt(index));
  }

  private Optional<Slot> newest(Predicate<Slot> fits) {
    return slots.reversed().stream().filter(fits).findFirst();
  }

  private Slot open(String sentId, int index) {
    var slot = new Slot(sentId, unused(sentId), index);
    slots.add(slot);
    return slot;
  }

  private String unused(String sentId) {
    var wanted = sentId.isEmpty() ? "call_" + UUID.randomUUID() : sentId;
    var id = wanted;
    for (int n = 2; !usedIds.add(id); n++) {
      id = wanted + "_" + n;
    }
    return id;
  }
}
