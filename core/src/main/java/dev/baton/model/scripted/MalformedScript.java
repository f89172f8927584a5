package dev.baton.model.scripted;

/// A script that is not what the manual says. The message names the key by its path.
final class MalformedScript extends RuntimeException {

  private static final long serialVersionUID = 1;

  MalformedScript(String path, String mustBe) {
    super(path + " " + mustBe);
  }
}
