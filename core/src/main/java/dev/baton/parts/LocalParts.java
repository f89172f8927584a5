package dev.baton.parts;

import dev.baton.chat.EpisodeId;
import dev.baton.chat.WorkerId;
import dev.baton.time.Scheduler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The logs of the episodes that run, or just ran, in this replica. Any thread; one short lock.
///
/// A reader may ask for an episode before its worker has opened the log, since the hint of a commit
/// can be faster than the worker: it is then told of the log when it is opened.
public final class LocalParts {

  private static final Logger LOG = LoggerFactory.getLogger(LocalParts.class);

  private static final Duration TRUST_CHECK = Duration.ofMillis(50);

  private record Closed(EpisodeId episode, long atNanos) {}

  private final PartsConfig config;
  private final Scheduler scheduler;
  private final BooleanSupplier trusted;
  private final Object lock = new Object();

  private final Map<EpisodeId, EpisodeLog> logs = new HashMap<>();
  private final Map<EpisodeId, List<Waiting>> waiting = new HashMap<>();
  private final Deque<Closed> closed = new ArrayDeque<>();
  private Scheduler.Timer sweep = () -> {};
  private Scheduler.Timer show = () -> {};
  private boolean started;
  private boolean hiding;

  /// @param trusted whether this replica may show parts: whether its lease is good
  public LocalParts(PartsConfig config, Scheduler scheduler, BooleanSupplier trusted) {
    this.config = config;
    this.scheduler = scheduler;
    this.trusted = trusted;
  }

  /// Begins to remove logs that have been closed for long enough, on the calling context. It should
  /// be one that lives as long as the replica: a verticle's timers end with it.
  public void start() {
    synchronized (lock) {
      if (!started) {
        started = true;
        scheduleSweep();
      }
    }
  }

  public void stop() {
    synchronized (lock) {
      started = false;
      sweep.cancel();
      show.cancel();
    }
  }

  /// Begins an episode. Its log must be closed by [EpisodeLog#close], whatever happens, and can be
  /// read for a while after. An episode begins once; who begins it again gets the same log, which
  /// takes nothing if it was closed: a preview is never a reason to fail a turn.
  public EpisodeLog open(EpisodeId episode, WorkerId worker) {
    var log = new EpisodeLog(episode, worker, config, this::isReadable, () -> retire(episode));
    List<Waiting> told;
    synchronized (lock) {
      var present = logs.putIfAbsent(episode, log);
      if (present != null) {
        reportSecond(episode);
        return present;
      }
      told = waiting.getOrDefault(episode, List.of());
      waiting.remove(episode);
    }
    told.forEach(one -> one.onOpen.accept(log));
    return log;
  }

  private static void reportSecond(EpisodeId episode) {
    LOG.atError()
        .addKeyValue("chat_id", episode.chatId())
        .addKeyValue("history_version", episode.historyVersion())
        .addKeyValue("attempt", episode.attempt())
        .log("an episode was begun twice");
  }

  /// Tells of the episode's log: at once, on this thread, if it is here; else when it is opened, on
  /// the worker's thread, and then the listener must not block.
  public Waiting follow(EpisodeId episode, Consumer<EpisodeLog> onOpen) {
    var one = new Waiting(episode, onOpen);
    EpisodeLog log;
    synchronized (lock) {
      log = logs.get(episode);
      if (log == null) {
        waiting.computeIfAbsent(episode, _ -> new ArrayList<>(1)).add(one);
        return one;
      }
    }
    onOpen.accept(log);
    return one;
  }

  /// How many logs are held.
  public int size() {
    synchronized (lock) {
      return logs.size();
    }
  }

  /// Somebody who wants a log.
  public final class Waiting {

    private final EpisodeId episode;
    private final Consumer<EpisodeLog> onOpen;

    private Waiting(EpisodeId episode, Consumer<EpisodeLog> onOpen) {
      this.episode = episode;
      this.onOpen = onOpen;
    }

    /// Waits no longer; a call that is under way may still come.
    public void cancel() {
      synchronized (lock) {
        waiting.computeIfPresent(
            episode,
            (_, all) -> {
              all.remove(this);
              return all.isEmpty() ? null : all;
            });
      }
    }
  }

  /// Whoever is shown nothing will not ask again by itself, so the return of trust is watched for.
  private boolean isReadable() {
    boolean readable = trusted.getAsBoolean();
    if (!readable) {
      synchronized (lock) {
        if (!hiding && started) {
          hiding = true;
          scheduleShow();
        }
      }
    }
    return readable;
  }

  private void scheduleShow() {
    show = scheduler.after(TRUST_CHECK, this::show);
  }

  private void show() {
    List<EpisodeLog> hidden = List.of();
    synchronized (lock) {
      hiding = started && !trusted.getAsBoolean();
      if (hiding) {
        scheduleShow();
      } else if (started) {
        hidden = List.copyOf(logs.values());
      }
    }
    hidden.forEach(EpisodeLog::showAgain);
  }

  private void retire(EpisodeId episode) {
    synchronized (lock) {
      closed.add(new Closed(episode, scheduler.nanoTime()));
    }
  }

  private void scheduleSweep() {
    sweep = scheduler.after(config.retention().dividedBy(3), this::sweep);
  }

  private void sweep() {
    synchronized (lock) {
      long before = scheduler.nanoTime() - config.retention().toNanos();
      while (!closed.isEmpty() && closed.peek().atNanos() - before <= 0) {
        logs.remove(closed.remove().episode());
      }
      if (started) {
        scheduleSweep();
      }
    }
  }
}
