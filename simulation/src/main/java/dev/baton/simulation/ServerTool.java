package dev.baton.simulation;

import dev.baton.model.ToolSpec;
import dev.baton.tool.Tool;
import dev.baton.tool.ToolInvocation;
import dev.baton.tool.ToolOutput;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.Consumer;

/// A tool of the server. Each time it is dispatched it has its effect, which the witness notes.
final class ServerTool implements Tool {

  private final String name;
  private final boolean idempotent;
  private final Host host;
  private final World world;
  private final Dice dice;
  private final Consumer<ToolInvocation> effect;

  ServerTool(
      String name,
      boolean idempotent,
      Host host,
      World world,
      Dice dice,
      Consumer<ToolInvocation> effect) {
    this.name = name;
    this.idempotent = idempotent;
    this.host = host;
    this.world = world;
    this.dice = dice;
    this.effect = effect;
  }

  @Override
  public ToolSpec spec() {
    return new ToolSpec(name, "Does something.", "{\"type\": \"object\"}");
  }

  @Override
  public boolean isIdempotent() {
    return idempotent;
  }

  @Override
  public Future<ToolOutput> run(ToolInvocation invocation) {
    world.tell(host, "tool %s runs %s", name, invocation.toolCallId());
    world.count("reached/tool dispatched");
    effect.accept(invocation);
    if (happens(30)) {
      throw new IllegalStateException("the tool is broken");
    }
    var done = Promise.<ToolOutput>promise();
    if (!happens(10)) {
      host.after(dice.micros(100, 400_000), () -> finish(invocation, done));
    }
    invocation
        .cancellation()
        .requested()
        .onSuccess(_ ->
            host.after(
                dice.micros(10, 50_000), () -> done.tryComplete(ToolOutput.error("cut short"))));
    return done.future();
  }

  private void finish(ToolInvocation invocation, Promise<ToolOutput> done) {
    invocation.output().accept("working\n");
    if (happens(50)) {
      done.tryFail(new IllegalStateException("the tool failed"));
    } else {
      done.tryComplete(ToolOutput.of(out -> out.writeString("did " + invocation.toolCallId())));
    }
  }

  private boolean happens(int perMille) {
    return !world.weather().isCalm() && dice.chance(perMille);
  }
}
