package dev.baton.server.config;

/// Parts of the product that can be switched off. Without `AGENTS` every chat route answers 404.
public enum Experiment {
  AGENTS
}
