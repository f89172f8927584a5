package dev.baton.bench.load;

import dev.baton.bench.host.ProcessCost;
import dev.baton.bench.raw.Speech;
import dev.baton.bench.watch.Arrivals;
import dev.baton.bench.watch.Faults;
import dev.baton.bench.watch.Watcher;
import io.vertx.core.Future;
import java.util.List;

/// What parts come from.
public interface Source {

  /// Opens rooms, which are at rest, and brings everybody in. Blocks.
  ///
  /// @param each how many watch each room
  List<Room> gather(int rooms, int each, Arrivals arrivals, Faults faults);

  /// Has a room begin to speak.
  Future<?> speak(String room, Speech speech);

  /// The processes behind it.
  List<ProcessCost> servers();

  /// @param name a chat's id, or what the raw server calls it
  record Room(String name, List<Watcher> watchers) {}
}
