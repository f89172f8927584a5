package dev.baton.simulation.store;

import dev.baton.chat.UserId;
import dev.baton.store.AdmissionConfig;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Which of the free chats are taken when not all may run at once: whatever needs no slot, then
/// those of users with fewer running chats, then those that waited longest. Pure.
record Admission(AdmissionConfig caps) {

  private static final Comparator<ChatRow> LONGEST_WAIT =
      Comparator.comparing(ChatRow::runnableSince);

  /// A chat in line, and how many of its user's would then run.
  private record Place(ChatRow row, long turn) {}

  /// Longest wait first.
  ///
  /// @param rows all there are
  List<ChatRow> pick(Collection<ChatRow> rows, Predicate<ChatRow> isFree, int atMost) {
    var free = rows.stream().filter(ChatRow::isRunnable).filter(isFree).sorted(LONGEST_WAIT);
    return caps.isCapped()
        ? admitted(rows, free.toList(), atMost)
        : free.limit(Math.max(0, atMost)).toList();
  }

  private List<ChatRow> admitted(Collection<ChatRow> rows, List<ChatRow> free, int atMost) {
    var withoutSlot = free.stream().filter(row -> !row.isInLine()).limit(atMost).toList();
    var running =
        rows.stream()
            .filter(ChatRow::holdsSlot)
            .collect(Collectors.groupingBy(ChatRow::ownerId, Collectors.counting()));
    long held = running.values().stream().mapToLong(it -> it).sum();
    long slots = Math.min(atMost - withoutSlot.size(), cap(caps.maxRunning()) - held);
    var first =
        line(free, running).sorted(Comparator.comparingLong(Place::turn)).limit(Math.max(0, slots));
    return Stream.concat(withoutSlot.stream(), first.map(Place::row)).sorted(LONGEST_WAIT).toList();
  }

  private Stream<Place> line(List<ChatRow> free, Map<UserId, Long> running) {
    var turns = new HashMap<>(running);
    return free.stream()
        .filter(ChatRow::isInLine)
        .map(row -> new Place(row, turns.merge(row.ownerId(), 1L, Long::sum)))
        .filter(place -> place.turn() <= cap(caps.maxRunningPerUser()));
  }

  private static long cap(int configured) {
    return configured == 0 ? Integer.MAX_VALUE : configured;
  }
}
