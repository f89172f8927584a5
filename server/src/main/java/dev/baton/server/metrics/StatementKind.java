package dev.baton.server.metrics;

import java.util.Locale;
import java.util.regex.Pattern;

/// What a statement does, in two words: `update chats`. Of several things that one statement does,
/// the first change counts, and a read only if there is none.
final class StatementKind {

  private static final Pattern CHANGE =
      Pattern.compile(
          "\\b(insert)\\s+into\\s+(\\w+)|\\b(update|delete\\s+from)\\s+(?!set\\b)(\\w+)");
  private static final Pattern READ = Pattern.compile("\\bfrom\\s+(\\w+)");
  private static final Pattern FIRST_WORD = Pattern.compile("\\w+");

  private StatementKind() {}

  static String of(String sql) {
    var text = sql.toLowerCase(Locale.ROOT).replaceAll("for (no key )?update|do update", "");
    var change = CHANGE.matcher(text);
    if (change.find()) {
      return change.group(1) == null
          ? change.group(3).replaceAll("\\s.*", "") + " " + change.group(4)
          : "insert " + change.group(2);
    }
    if (text.contains("pg_notify")) {
      return "notify";
    }
    var read = READ.matcher(text);
    if (read.find()) {
      return "select " + read.group(1);
    }
    var word = FIRST_WORD.matcher(text);
    return word.find() ? word.group() : "other";
  }
}
