package dev.baton.server.http;

import dev.baton.server.http.Problem.Violation;
import java.util.ArrayList;
import java.util.List;

/// Collects what is wrong with a request, so that all of it is told at once.
final class Validation {

  private final List<Violation> violations = new ArrayList<>();

  void reject(String field, String detail) {
    violations.add(new Violation(field, detail));
  }

  /// To be asked once everything was looked at.
  ///
  /// @throws Rejection if anything was rejected
  void finish() {
    if (!violations.isEmpty()) {
      throw Problem.invalid("The request has invalid fields.", "", violations).asRejection();
    }
  }
}
