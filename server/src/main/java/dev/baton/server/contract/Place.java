package dev.baton.server.contract;

import org.jspecify.annotations.Nullable;

/// Where a value stands within a request. Written out only if something is wrong there.
final class Place {

  private final @Nullable Place outer;
  private final String name;
  private final int index;

  private Place(@Nullable Place outer, String name, int index) {
    this.outer = outer;
    this.name = name;
    this.index = index;
  }

  /// The whole of something, such as a body, which has no name.
  static Place of(String name) {
    return new Place(null, name, -1);
  }

  Place field(String field) {
    return new Place(this, field, -1);
  }

  Place element(int at) {
    return new Place(this, "", at);
  }

  @Override
  public String toString() {
    var text = new StringBuilder();
    write(text);
    return text.toString();
  }

  /// As deep as the schema, at most.
  private void write(StringBuilder text) {
    if (outer != null) {
      outer.write(text);
    }
    if (index >= 0) {
      text.append('[').append(index).append(']');
    } else {
      text.append(text.isEmpty() ? "" : ".").append(name);
    }
  }
}
