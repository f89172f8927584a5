package dev.baton.stream;

import dev.baton.parts.EpisodeLog;
import dev.baton.parts.Stretch;
import dev.baton.relay.PartsSource;
import dev.baton.relay.PartsSource.Target;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// The live end of a feed: follows the parts of one target at a time. On the feed's context.
final class Preview {

  private static final int CHUNK_CHARS = 256 * 1024;

  private final PartsSource source;
  private final Executor loop;
  private final Runnable onMore;
  private @Nullable Link link;

  /// @param onMore called on the loop when there may be new parts, or news of where they are
  Preview(PartsSource source, Executor loop, Runnable onMore) {
    this.source = source;
    this.loop = loop;
    this.onMore = onMore;
  }

  /// Follows this target, and nothing else. What is already here can be read when this returns.
  void aim(Optional<Target> wanted) {
    if (Optional.ofNullable(link).map(current -> current.target).equals(wanted)) {
      return;
    }
    if (link != null) {
      link.cancel();
    }
    link = wanted.map(Link::new).orElse(null);
    if (link != null) {
      link.following = source.follow(link.target, link);
      link.settle();
    }
  }

  Supply supply() {
    if (link == null) {
      return new Supply.Unknown();
    }
    if (link.reader != null) {
      return new Supply.Here(link.reader.log().lastSeq());
    }
    return link.gone ? new Supply.Gone() : new Supply.Unknown();
  }

  /// The next parts after `seq`, as far as they are here.
  List<StreamEvent> after(long seq) {
    if (link == null || link.reader == null) {
      return List.of();
    }
    var target = link.target;
    return link.reader.read(seq + 1, CHUNK_CHARS).stream()
        .<StreamEvent>map(stretch -> live(target, stretch))
        .toList();
  }

  private static StreamEvent live(Target target, Stretch stretch) {
    return new StreamEvent.Live(target.episode(), target.workerId(), stretch);
  }

  /// What one target's source has answered. Answers to a target of before are not looked at.
  private final class Link implements PartsSource.Listener {

    private final Target target;
    private PartsSource.Following following = () -> {};
    private EpisodeLog.@Nullable Reader reader;
    private volatile @Nullable EpisodeLog arrived;
    private volatile boolean gone;

    Link(Target target) {
      this.target = target;
    }

    @Override
    public void onLog(EpisodeLog log) {
      arrived = log;
      loop.execute(this::tell);
    }

    @Override
    public void onGone() {
      gone = true;
      loop.execute(this::tell);
    }

    private void tell() {
      if (link == this) {
        settle();
        onMore.run();
      }
    }

    private void settle() {
      var log = arrived;
      if (log == null || (reader != null && reader.log() == log)) {
        return;
      }
      if (reader != null) {
        reader.cancel();
      }
      reader = log.follow(() -> loop.execute(this::wake));
    }

    private void wake() {
      if (link == this) {
        onMore.run();
      }
    }

    private void cancel() {
      following.cancel();
      if (reader != null) {
        reader.cancel();
      }
    }
  }
}
