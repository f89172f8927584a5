package dev.baton.parts;

import dev.baton.chat.EpisodeId;
import dev.baton.chat.Part;
import dev.baton.chat.WorkerId;
import dev.baton.json.CleanText;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/// The live parts of one episode, numbered from 1 in the order they were added.
///
/// Any thread; one short lock. Every call of the writer is one `seq`, also an empty delta. Readers
/// take ranges by index; see [#follow].
public final class EpisodeLog {

  private final EpisodeId episode;
  private final WorkerId owner;
  private final BooleanSupplier readable;
  private final Runnable onClose;
  private final Object lock = new Object();

  private final Intake intake;
  private final List<Run> runs = new ArrayList<>();
  private final List<Reader> readers = new ArrayList<>();
  private long lastSeq;
  private boolean closed;

  /// @param readable whether readers may be shown anything now
  /// @param onClose called once, after the log was closed, on the closing thread
  EpisodeLog(
      EpisodeId episode,
      WorkerId owner,
      PartsConfig config,
      BooleanSupplier readable,
      Runnable onClose) {
    this.episode = episode;
    this.owner = owner;
    this.intake = new Intake(config);
    this.readable = readable;
    this.onClose = onClose;
  }

  public EpisodeId episode() {
    return episode;
  }

  /// The worker that produces the parts.
  public WorkerId owner() {
    return owner;
  }

  // The writer

  public Addition text(String delta) {
    return add(new LivePart.Text(""), delta);
  }

  public Addition reasoning(String delta) {
    return add(new LivePart.Reasoning(""), delta);
  }

  public Addition toolCallArgs(String toolCallId, String toolName, String delta) {
    return add(new LivePart.CallArgs(toolCallId, toolName, ""), delta);
  }

  /// The call, complete; in a preview it replaces its deltas.
  public Addition toolCall(Part.ToolCall call) {
    var clean =
        new Part.ToolCall(call.toolCallId(), call.toolName(), CleanText.cleanJson(call.argsJson()));
    return add(clean);
  }

  /// A piece of what a running tool puts out. Past the bound of one call readers see one marker,
  /// and then nothing until the result.
  public Addition toolOutput(String toolCallId, String toolName, String delta) {
    return add(new LivePart.Output(toolCallId, toolName, ""), delta);
  }

  /// The result, complete; in a preview it replaces its deltas.
  public Addition toolResult(Part.ToolResult result) {
    var clean =
        new Part.ToolResult(
            result.toolCallId(),
            result.toolName(),
            CleanText.cleanJson(result.resultJson()),
            result.isError());
    return add(clean);
  }

  public Addition source(Part.Source source) {
    var clean = new Part.Source(CleanText.clean(source.url()), CleanText.clean(source.title()));
    return add(clean);
  }

  /// Readers that were shown nothing may be shown what is there now.
  void showAgain() {
    List<Reader> woken;
    synchronized (lock) {
      woken = disarmed();
    }
    woken.forEach(Reader::wake);
  }

  /// Ends the episode; more than once does no harm.
  public void close() {
    List<Reader> woken;
    synchronized (lock) {
      if (closed) {
        return;
      }
      closed = true;
      trimLast();
      woken = disarmed();
    }
    woken.forEach(Reader::wake);
    onClose.run();
  }

  // The readers

  /// The part added last; 0 = none yet.
  public long lastSeq() {
    synchronized (lock) {
      return lastSeq;
    }
  }

  public boolean isClosed() {
    synchronized (lock) {
      return closed;
    }
  }

  /// The parts from `fromSeq` on, merged: about `maxChars` characters of them, but at least one
  /// part if there is one. Nothing while this replica may not show them.
  public List<Stretch> read(long fromSeq, int maxChars) {
    if (!readable.getAsBoolean()) {
      return List.of();
    }
    synchronized (lock) {
      return range(fromSeq, maxChars);
    }
  }

  /// Registers a reader, which should then read what is already there. `wake` is called on the
  /// writer's thread, must not block, and comes at most once until the reader has read.
  public Reader follow(Runnable wake) {
    var reader = new Reader(wake);
    synchronized (lock) {
      readers.add(reader);
    }
    return reader;
  }

  /// One who reads along. How far it has read is its own business.
  public final class Reader {

    private final Runnable wake;
    private boolean armed = true;

    private Reader(Runnable wake) {
      this.wake = wake;
    }

    private void wake() {
      wake.run();
    }

    public EpisodeLog log() {
      return EpisodeLog.this;
    }

    /// As [EpisodeLog#read]; what is added from now on wakes this reader again.
    public List<Stretch> read(long fromSeq, int maxChars) {
      synchronized (lock) {
        armed = true;
      }
      return EpisodeLog.this.read(fromSeq, maxChars);
    }

    /// Ends the wake-ups; one that is under way may still come.
    public void cancel() {
      synchronized (lock) {
        readers.remove(this);
      }
    }
  }

  private Addition add(LivePart.Delta kind, String delta) {
    Addition.Added added;
    List<Reader> woken;
    synchronized (lock) {
      if (closed) {
        return new Addition.Closed();
      }
      var text = intake.delta(kind, delta);
      if (text.isEmpty()) {
        return new Addition.Cut();
      }
      added = new Addition.Added(++lastSeq);
      runOf(kind).add(text.get());
      woken = disarmed();
    }
    woken.forEach(Reader::wake);
    return added;
  }

  private Addition add(Part part) {
    var whole = new LivePart.Whole(part);
    Addition.Added added;
    List<Reader> woken;
    synchronized (lock) {
      if (closed) {
        return new Addition.Closed();
      }
      if (!intake.admits(whole.chars())) {
        return new Addition.Cut();
      }
      added = new Addition.Added(++lastSeq);
      trimLast();
      runs.add(new Run.Single(lastSeq, whole));
      woken = disarmed();
    }
    woken.forEach(Reader::wake);
    return added;
  }

  private Run.Text runOf(LivePart.Delta kind) {
    if (!runs.isEmpty() && runs.getLast() instanceof Run.Text last && last.isOf(kind)) {
      return last;
    }
    trimLast();
    var run = new Run.Text(lastSeq, kind);
    runs.add(run);
    return run;
  }

  private void trimLast() {
    if (!runs.isEmpty() && runs.getLast() instanceof Run.Text last) {
      last.trim();
    }
  }

  private List<Reader> disarmed() {
    var woken = new ArrayList<Reader>(readers.size());
    for (Reader reader : readers) {
      if (reader.armed) {
        reader.armed = false;
        woken.add(reader);
      }
    }
    return woken;
  }

  private List<Stretch> range(long fromSeq, int maxChars) {
    var stretches = new ArrayList<Stretch>();
    long from = Math.max(1, fromSeq);
    int left = maxChars;
    for (int i = runWith(from); from <= lastSeq && left > 0; i++) {
      var stretch = runs.get(i).read(from, left);
      stretches.add(stretch);
      left -= stretch.part().chars();
      if (stretch.seq() < runs.get(i).lastSeq()) {
        break;
      }
      from = stretch.seq() + 1;
    }
    return stretches;
  }

  private int runWith(long seq) {
    int low = 0;
    int high = runs.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (runs.get(middle).firstSeq() <= seq) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }
}
