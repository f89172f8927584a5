package dev.baton.simulation;

/// What must be true after every event, or at the end of a history.
enum Check {
  ONE_OWNER("one owner of a chat may write"),
  FRESH_RUNNER("nothing is written by a runner that lost its chat"),
  SAME_WORK("what is committed belongs to the history and the attempt it was made for"),
  VERSIONS("versions never go back"),
  STATE("the columns of a chat's row never contradict each other"),
  MESSAGE_ONCE("an accepted message is committed or queued, once"),
  ANSWER_ONCE("what a model said is committed once at most"),
  ANSWERED("a turn ends with an answer"),
  TOOL_ONCE("no tool is dispatched twice"),
  TRUST("what a lease allows is done under a good lease only"),
  VIEW("a viewer sees each revision once and in order, and each episode's parts without a gap"),
  TRUTH("what a viewer shows is what the store holds"),
  REST("when faults stop, everything comes to rest"),
  STAYED("a runner leaves no chat behind that wants to run"),
  CLEAN("a replica that has stopped leaves no timer, thread or feed behind"),
  SOUND("nothing fails that no fault explains");

  private final String rule;

  Check(String rule) {
    this.rule = rule;
  }

  String rule() {
    return rule;
  }
}
