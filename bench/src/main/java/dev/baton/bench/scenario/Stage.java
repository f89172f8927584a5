package dev.baton.bench.scenario;

import dev.baton.bench.host.Deployment;
import dev.baton.bench.host.HostException;
import dev.baton.bench.host.ProcessCost;
import dev.baton.bench.load.BatonClient;
import dev.baton.bench.load.BatonSource;
import dev.baton.bench.load.LoadFigures;
import dev.baton.bench.load.LoadPlan;
import dev.baton.bench.load.LoadRun;
import dev.baton.bench.load.RawSource;
import dev.baton.bench.load.Sockets;
import dev.baton.bench.load.Source;
import dev.baton.bench.raw.RawProcess;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What a scenario plays on: a deployment, the raw server if it is wanted, and the sockets of those
/// who watch. For one thread.
public final class Stage implements AutoCloseable {

  private final Settings settings;
  private final Consumer<String> progress;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final Sockets sockets = opened(new Sockets());
  private final Optional<Deployment> own;
  private @Nullable BatonSource baton;
  private @Nullable RawSource raw;

  private Stage(Settings settings, Consumer<String> progress) {
    this.settings = settings;
    this.progress = progress;
    if (settings.urls().isEmpty()) {
      progress.accept("starting a deployment");
      own = Optional.of(opened(Deployment.start()));
    } else {
      own = Optional.empty();
    }
  }

  /// @param progress takes a line now and then
  /// @throws HostException when the machine does not give what is needed
  public static Stage open(Settings settings, Consumer<String> progress) {
    return new Stage(settings, progress);
  }

  Settings settings() {
    return settings;
  }

  Sockets sockets() {
    return sockets;
  }

  void say(String line) {
    progress.accept(line);
  }

  /// The deployment of our own, if it is not somebody else's.
  Optional<Deployment> own() {
    return own;
  }

  BatonSource baton() {
    if (baton == null) {
      baton = new BatonSource(sockets, client());
      if (own.isEmpty()) {
        opened(baton);
      }
    }
    return baton;
  }

  /// Started when it is first asked for, with the options of the server's JVM.
  RawSource raw() {
    if (raw == null) {
      raw = new RawSource(sockets, opened(RawProcess.start(serverOptions())));
    }
    return raw;
  }

  LoadFigures load(Source source, LoadPlan plan) {
    return new LoadRun(source, plan, line -> say(name(source) + "  " + line)).run();
  }

  private static String name(Source source) {
    return source instanceof RawSource ? "raw  " : "baton";
  }

  private BatonClient client() {
    return own.map(ours -> new BatonClient(sockets, List.of(ours.url()), ours.token()))
        .orElseGet(() -> new BatonClient(sockets, settings.urls(), settings.token().orElseThrow()));
  }

  private List<String> serverOptions() {
    return baton().servers().stream()
        .map(ProcessCost::pid)
        .flatMap(pid -> ProcessHandle.of(pid).stream())
        .flatMap(process -> process.info().arguments().stream())
        .limit(1)
        .flatMap(Arrays::stream)
        .filter(argument -> argument.startsWith("-X"))
        .toList();
  }

  private <T extends AutoCloseable> T opened(T part) {
    open.push(part);
    return part;
  }

  @Override
  public void close() {
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        progress.accept("closing failed: " + e.getMessage());
      }
    }
  }
}
