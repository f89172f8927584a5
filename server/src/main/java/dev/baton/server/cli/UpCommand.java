package dev.baton.server.cli;

import dev.baton.server.config.ServerConfig;
import dev.baton.server.embedded.Deployment;
import dev.baton.server.embedded.DeploymentException;
import dev.baton.server.embedded.DeploymentPlan;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "up",
    description = "Run everything on this machine: PostgreSQL and the replicas, until Ctrl-C.",
    sortOptions = false)
final class UpCommand implements Callable<Integer> {

  private static final int MOST_REPLICAS = 64;
  private static final int LAST_PORT = 65_535;

  @Option(
      names = "--replicas",
      paramLabel = "N",
      defaultValue = "1",
      description = "How many replicas; default: ${DEFAULT-VALUE}.")
  private int replicas;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Port of the first replica, the others count on; default: http.port (8080).")
  private Optional<Integer> port = Optional.empty();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "data",
      description = "Where everything is kept between runs; default: ./${DEFAULT-VALUE}.")
  private Path data = Path.of("data");

  @Mixin private ConfigOption config = new ConfigOption();

  @Option(names = "--restart", description = "Start a replica again when it ends.")
  private boolean restart;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws InterruptedException {
    var deployment = new Deployment(plan(config.load()), this::say);
    var end = OrderlyEnd.with(() -> stop(deployment));
    run(deployment);
    return end.now(1);
  }

  private void run(Deployment deployment) throws InterruptedException {
    try {
      deployment.start();
      deployment.awaitEnd();
      say("all replicas have ended");
    } catch (DeploymentException failed) {
      spec.commandLine().getErr().println("baton: " + failed.getMessage());
    }
  }

  private void stop(Deployment deployment) {
    say("stopping");
    deployment.stop();
    say("stopped");
  }

  private DeploymentPlan plan(ServerConfig settings) {
    check(1 <= replicas && replicas <= MOST_REPLICAS, "--replicas is from 1 to " + MOST_REPLICAS);
    int first = port.orElse(settings.http().port());
    var mostPort = LAST_PORT + 1 - replicas;
    check(1 <= first && first <= mostPort, "--port is from 1 to " + mostPort);
    return new DeploymentPlan(data, replicas, first, config.file(), settings, restart);
  }

  private void check(boolean holds, String allowed) {
    if (!holds) {
      throw new ParameterException(spec.commandLine(), allowed);
    }
  }

  private void say(String line) {
    spec.commandLine().getOut().println(line);
  }
}
