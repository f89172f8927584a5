package dev.baton.server.http;

/// How much a replica takes on at once. Beyond it, it says so at once, and what to do, instead of
/// making everybody wait.
///
/// @param requests in work, in all; beyond it 503
/// @param requestsPerUser of one user; beyond it 429
/// @param streams open, in all; beyond it 1013, or 503 where there are no close codes
/// @param streamsPerUser of one user, alike
public record Limits(int requests, int requestsPerUser, int streams, int streamsPerUser) {

  public static final Limits DEFAULTS = new Limits(1_000, 500, 50_000, 5_000);

  public Limits {
    requirePositive("requests", requests);
    requirePositive("requests-per-user", requestsPerUser);
    requirePositive("streams", streams);
    requirePositive("streams-per-user", streamsPerUser);
  }

  private static void requirePositive(String key, int value) {
    if (value < 1) {
      throw new IllegalArgumentException("limits." + key + " must be at least 1, not " + value);
    }
  }
}
