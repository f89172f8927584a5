package dev.baton.simulation;

import dev.baton.pubsub.Hint;
import dev.baton.store.StoreException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The way from one replica to the store, for any port whose methods return futures. The store
/// itself is atomic and instant; here requests and answers take time, or are lost: then the caller
/// hears of a failure, at once or after a long silence, and does not know what became of it.
final class Wire implements InvocationHandler {

  /// After which a client gives up a connection that says nothing.
  static final Duration SILENCE = Duration.ofSeconds(6);

  private static final int REQUEST_LOST = 6;
  private static final int ANSWER_LOST = 8;
  private static final int SLOW = 15;

  private final Host host;
  private final World world;
  private final Dice dice;
  private final SimulatedThreads threads;
  private final HintNetwork.Bus bus;
  private final Desk desk;
  private final Object port;

  /// Carries a request out, at the store.
  interface Desk {

    Answer perform(Host host, Object port, Method method, Object[] args) throws Throwable;

    /// @param hints to be published by the replica as soon as it knows of the commit
    record Answer(Future<?> result, List<Hint> hints) {}
  }

  private Wire(
      Host host,
      World world,
      Dice dice,
      SimulatedThreads threads,
      HintNetwork.Bus bus,
      Desk desk,
      Object port) {
    this.host = host;
    this.world = world;
    this.dice = dice;
    this.threads = threads;
    this.bus = bus;
    this.desk = desk;
    this.port = port;
  }

  static <T> T to(
      Class<T> type,
      T port,
      Host host,
      World world,
      Dice dice,
      SimulatedThreads threads,
      HintNetwork.Bus bus,
      Desk desk) {
    var wire = new Wire(host, world, dice, threads, bus, desk, port);
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, wire));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] args)
      throws Throwable {
    if (method.getDeclaringClass() == Object.class) {
      return method.invoke(port, args);
    }
    threads.reap();
    var request = new Request(method, args == null ? new Object[0] : args);
    request.send();
    return request.answer.future();
  }

  private final class Request {

    private final Method method;
    private final Object[] args;
    private final Promise<Object> answer = Promise.promise();

    Request(Method method, Object[] args) {
      this.method = method;
      this.args = args;
    }

    void send() {
      if (world.weather().isCut(host)) {
        fail(dice.chance(500) ? SILENCE : dice.micros(100, 5_000), unavailable("refused"));
      } else if (happens(REQUEST_LOST)) {
        world.count("fault/request lost");
        world.tell(host, "%s is lost on its way", method.getName());
        fail(silence(), trouble());
      } else {
        world.timeline().after(delay(), () -> world.weather().atDatabase(this::arrive));
      }
    }

    private void arrive() {
      Desk.Answer done;
      try {
        done = desk.perform(host, port, method, args);
      } catch (InvocationTargetException e) {
        done = new Desk.Answer(Future.failedFuture(e.getCause()), List.of());
      } catch (Throwable e) {
        done = new Desk.Answer(Future.failedFuture(e), List.of());
      }
      Desk.Answer outcome = done;
      if (world.weather().isCut(host) || happens(ANSWER_LOST)) {
        world.count("fault/answer lost");
        world.tell(host, "the answer to %s is lost", method.getName());
        fail(silence(), trouble());
      } else {
        host.reach(delay(), () -> hear(outcome));
      }
    }

    @SuppressWarnings("unchecked")
    private void hear(Desk.Answer outcome) {
      outcome.hints().forEach(bus::publish);
      ((Future<Object>) outcome.result()).onComplete(answer::tryComplete, answer::tryFail);
    }

    private void fail(Duration after, Exception trouble) {
      host.reach(after, () -> answer.tryFail(trouble));
    }
  }

  private Duration silence() {
    return dice.chance(300) ? SILENCE : dice.micros(200, 200_000);
  }

  private StoreException trouble() {
    return unavailable(dice.chance(500) ? "connection reset by peer" : "no answer");
  }

  private static StoreException unavailable(String why) {
    return new StoreException.Unavailable(why, new ConnectException(why));
  }

  private Duration delay() {
    return happens(SLOW) ? dice.millis(5, 1_500) : dice.micros(150, 2_000);
  }

  private boolean happens(int perMille) {
    return !world.weather().isCalm() && dice.chance(perMille);
  }
}
