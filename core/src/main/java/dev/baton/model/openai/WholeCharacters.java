package dev.baton.model.openai;

/// Text that arrives in pieces which may split a character of two Java chars. Half a character is
/// not text: it could neither be stored nor sent on.
final class WholeCharacters {

  private String half = "";

  /// The piece with what was left of the one before, without a half character at its end.
  String next(String piece) {
    var text = half + piece;
    int end = end(text);
    half = text.substring(end);
    return text.substring(0, end);
  }

  /// Where the last whole character ends.
  static int end(CharSequence text) {
    int length = text.length();
    return length > 0 && Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length;
  }
}
