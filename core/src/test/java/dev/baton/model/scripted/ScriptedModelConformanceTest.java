package dev.baton.model.scripted;

import dev.baton.model.ErrorClassifier;
import dev.baton.model.LanguageModel;
import dev.baton.model.LanguageModelConformance;
import dev.baton.model.ModelRequest;
import dev.baton.model.Requests;

class ScriptedModelConformanceTest extends LanguageModelConformance {

  @Override
  protected LanguageModel model() {
    return new ScriptedModel(loops, scheduler, ErrorClassifier.of(Requests.provider("scripted")));
  }

  @Override
  protected ModelRequest expecting(Behaviour behaviour) {
    var script =
        switch (behaviour) {
          case TEXT -> "{\"text\": \"Hello world\"}";
          case REASONING -> "{\"reasoning\": \"hm\", \"text\": \"ok\"}";
          case CALLS ->
              """
              {"chunk_size": 2, "tool_calls": [{"name": "one", "args": {"a": 1}}, {"name": "two"}]}\
              """;
          case RATE_LIMIT -> "{\"fail\": {\"status\": 429, \"retry_after_ms\": 7000}}";
          case ERROR_MIDWAY ->
              "{\"text\": \"half\", \"fail\": {\"message\": \"overloaded\", \"after_chunks\": 1}}";
          case CUT -> "{\"text\": \"half\", \"cut\": true}";
          case SILENT -> "{\"stall\": true}";
          case STALLED -> "{\"text\": \"half\", \"stall\": true}";
          case ENDLESS ->
              "{\"text\": \"x\", \"repeat\": 10000000, \"chunk_size\": 1, \"delay_ms\": 1}";
        };
    return Requests.ask("{\"delay_ms\": 1, \"script\": " + script + "}", Requests.user("go"));
  }
}
