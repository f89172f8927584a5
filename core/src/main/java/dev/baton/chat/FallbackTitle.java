package dev.baton.chat;

import java.util.List;
import java.util.stream.Stream;

/// The title of a chat that was given none: the beginning of its first text.
public final class FallbackTitle {

  private static final int WORDS = 6;
  private static final int CODE_POINTS = 80;
  private static final String ELLIPSIS = "…";

  private FallbackTitle() {}

  public static String of(List<Part> content) {
    return content.stream()
        .flatMap(FallbackTitle::text)
        .filter(text -> !text.isBlank())
        .findFirst()
        .map(FallbackTitle::beginning)
        .orElse("New chat");
  }

  private static Stream<String> text(Part part) {
    return switch (part) {
      case Part.Text(var text) -> Stream.of(text);
      case Part.FileReference reference -> Stream.of(reference.fileName());
      default -> Stream.empty();
    };
  }

  private static String beginning(String text) {
    String[] words = text.strip().split("\\s+", WORDS + 1);
    boolean cut = words.length > WORDS;
    var title = String.join(" ", cut ? List.of(words).subList(0, WORDS) : List.of(words));
    if (title.codePointCount(0, title.length()) > CODE_POINTS - (cut ? 1 : 0)) {
      title = title.substring(0, title.offsetByCodePoints(0, CODE_POINTS - 1));
      cut = true;
    }
    return cut ? title + ELLIPSIS : title;
  }
}
