package dev.baton.model.scripted;

/// What the demo says when nobody wrote a script for it.
final class DemoAnswer {

  private static final int QUOTED_CODE_POINTS = 120;

  private DemoAnswer() {}

  static String to(String userText) {
    return """
    You said: “%s”

    I am Baton's demo model. There is no language model behind me: I repeat the start of your \
    message and go on with these lines, at the pace of a fast reader. Everything around me is \
    real, though. This chat lives in PostgreSQL, any replica of this server can run it, and if \
    the one that does is killed while I speak, another goes on and not one committed word is \
    lost. Try it: send a second message now and it waits in the queue, or interrupt me and I \
    stop at once.

    To talk to a real model, add a provider of type `openai` or `openai-compat` with \
    `POST /api/v1/model-providers`, a model with `POST /api/v1/model-configs`, and choose it \
    in the chat. Starting the server with `OPENAI_API_KEY` set does the first for you.

    To decide what I say, how fast, and when I fail, give me a script; \
    `docs/scripted-model.md` shows how.\
    """
        .formatted(quote(userText));
  }

  private static String quote(String text) {
    var line = text.replaceAll("\\s+", " ");
    if (line.codePointCount(0, line.length()) <= QUOTED_CODE_POINTS) {
      return line;
    }
    return line.substring(0, line.offsetByCodePoints(0, QUOTED_CODE_POINTS)).strip() + "…";
  }
}
