package dev.baton.model.scripted;

import dev.baton.model.ModelEvent;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Function;

/// A text as events, cut when they are asked for. A character of two Java chars is never split.
final class Chunks implements Iterator<ModelEvent> {

  private final String text;
  private final int size;
  private final Function<String, ModelEvent> event;
  private int at;

  /// @param size in characters; 0 = a word with the blanks after it
  Chunks(String text, int size, Function<String, ModelEvent> event) {
    this.text = text;
    this.size = size;
    this.event = event;
  }

  @Override
  public boolean hasNext() {
    return at < text.length();
  }

  @Override
  public ModelEvent next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    int end = size == 0 ? endOfWord() : endOfChunk();
    var chunk = text.substring(at, end);
    at = end;
    return event.apply(chunk);
  }

  private int endOfChunk() {
    int end = (int) Math.min((long) at + size, text.length());
    boolean inside =
        end < text.length()
            && Character.isHighSurrogate(text.charAt(end - 1))
            && Character.isLowSurrogate(text.charAt(end));
    return inside ? end + 1 : end;
  }

  private int endOfWord() {
    int end = at;
    while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
      end++;
    }
    while (end < text.length() && Character.isWhitespace(text.charAt(end))) {
      end++;
    }
    return end;
  }
}
