package dev.baton.json;

/// A text that is not the JSON it should be. The message is fit to be shown to whoever sent it.
public final class MalformedJson extends RuntimeException {

  public MalformedJson(String message) {
    super(message);
  }
}
