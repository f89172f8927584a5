package dev.baton.server.http;

/// A request that is answered with a [Problem]. Thrown by decoders and failed with by futures; an
/// expected outcome, so it has no stack trace.
public final class Rejection extends RuntimeException {

  private final Problem problem;

  public Rejection(Problem problem) {
    super(problem.message(), null, false, false);
    this.problem = problem;
  }

  public Problem problem() {
    return problem;
  }
}
