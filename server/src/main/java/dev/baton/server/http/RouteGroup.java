package dev.baton.server.http;

/// Routes that belong together.
@FunctionalInterface
public interface RouteGroup {
  void mount(Routes routes);
}
