package dev.baton.model.scripted;

import dev.baton.chat.Part;
import dev.baton.chat.Role;
import dev.baton.model.PromptMessage;
import java.util.List;

/// Where a call stands in its chat, as far as the prompt tells.
///
/// @param turn the user's messages so far
/// @param step the model's answers since the last of them, plus one
/// @param userText what the last of them says
record Position(int turn, int step, String userText) {

  static Position in(List<PromptMessage> prompt) {
    int turn = 0;
    int step = 1;
    var userText = "";
    for (var message : prompt) {
      if (message.role() == Role.USER) {
        turn++;
        step = 1;
        userText = text(message);
      } else if (message.role() == Role.ASSISTANT) {
        step++;
      }
    }
    return new Position(turn, step, userText);
  }

  /// Unique in a chat, and the same whenever the same call is made again.
  String callId(int index) {
    return "call_%d_%d_%d".formatted(turn, step, index);
  }

  private static String text(PromptMessage message) {
    var text = new StringBuilder();
    for (var part : message.content()) {
      if (part instanceof Part.Text(var said)) {
        text.append(said);
      }
    }
    return text.toString().strip();
  }
}
