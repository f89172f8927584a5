package dev.baton.server.e2e;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Gives tests that kill nothing one cluster, started when the first of them asks and stopped after
/// the last. Its model is the scripted one.
final class SharedCluster implements ParameterResolver {

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Cluster.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.GLOBAL)
        .computeIfAbsent(Cluster.class, _ -> start(), Cluster.class);
  }

  private static Cluster start() {
    var cluster = Cluster.create().with("BATON_MODEL_RETRY_FIRST_DELAY", "200ms");
    try {
      cluster.start();
      cluster.client().addScriptedModel();
      return cluster;
    } catch (RuntimeException | AssertionError e) {
      cluster.close();
      throw e;
    }
  }
}
