package dev.baton.model;

import dev.baton.chat.Part;
import dev.baton.chat.Role;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.UUID;

/// Requests and what they are made of, for tests.
public final class Requests {

  private Requests() {}

  public static ModelRequest ask(String text) {
    return ask("{}", user(text));
  }

  public static ModelRequest ask(String settings, PromptMessage... prompt) {
    return new ModelRequest(
        List.of(prompt),
        List.of(),
        OptionalInt.empty(),
        OptionalDouble.empty(),
        Optional.empty(),
        settings,
        1);
  }

  public static ModelRequest onAttempt(int attempt, ModelRequest request) {
    return new ModelRequest(
        request.prompt(),
        request.tools(),
        request.maxOutputTokens(),
        request.temperature(),
        request.reasoningEffort(),
        request.settings(),
        attempt);
  }

  public static PromptMessage system(String text) {
    return new PromptMessage(Role.SYSTEM, List.of(new Part.Text(text)));
  }

  public static PromptMessage user(String text) {
    return new PromptMessage(Role.USER, List.of(new Part.Text(text)));
  }

  public static PromptMessage assistant(Part... content) {
    return new PromptMessage(Role.ASSISTANT, List.of(content));
  }

  public static PromptMessage tool(Part... content) {
    return new PromptMessage(Role.TOOL, List.of(content));
  }

  public static Part text(String text) {
    return new Part.Text(text);
  }

  public static ProviderConfig provider(String type) {
    return provider(type, Optional.empty(), Optional.empty());
  }

  public static ProviderConfig provider(
      String type, Optional<String> baseUrl, Optional<String> apiKey) {
    return new ProviderConfig(
        UUID.randomUUID(), type(type), "Acme", baseUrl, apiKey, Map.of(), /* enabled= */ true);
  }

  public static ProviderType type(String wireName) {
    return ProviderType.ofWireName(wireName).orElseThrow();
  }

  public static ModelConfig model(String name) {
    return new ModelConfig(
        UUID.randomUUID(),
        UUID.randomUUID(),
        name,
        name,
        /* enabled= */ true,
        /* isDefault= */ true,
        128_000,
        70,
        "{}",
        Instant.EPOCH,
        Instant.EPOCH);
  }
}
