package dev.baton.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.chat.ChatError;
import dev.baton.chat.ChatId;
import dev.baton.chat.ChatStatus;
import dev.baton.chat.EpisodeId;
import dev.baton.chat.ErrorKind;
import dev.baton.chat.Message;
import dev.baton.chat.Part;
import dev.baton.chat.QueuedMessage;
import dev.baton.chat.Retry;
import dev.baton.chat.Role;
import dev.baton.chat.WorkerId;
import dev.baton.json.Json;
import dev.baton.parts.LivePart;
import dev.baton.parts.Stretch;
import dev.baton.store.StreamCursor;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EventEncoderTest {

  private static final UUID ID = UUID.fromString("6f1d0000-0000-0000-0000-000000000001");
  private final ChatId chat = new ChatId(ID);
  private final WorkerId worker = new WorkerId(ID);

  private static void assertJson(StreamEvent event, String expected) {
    assertThat(Json.parse(EventEncoder.encode(event).json().toString()))
        .isEqualTo(Json.parse(expected.replace('\'', '"').replace("$ID", ID.toString())));
  }

  private StreamEvent live(int count, LivePart part) {
    return new StreamEvent.Live(new EpisodeId(chat, 4, 1), worker, new Stretch(12, count, part));
  }

  private void assertPart(LivePart part, String role, String expected) {
    assertJson(
        live(1, part),
        """
        {'type':'message_part','worker_id':'$ID','history_version':4,'generation_attempt':1,
         'seq':12,'role':'%s','part':%s}
        """
            .formatted(role, expected));
  }

  @Test
  void a_message_carries_the_queued_message_it_was() {
    assertJson(
        new StreamEvent.Committed(
            new Message(
                7,
                chat,
                Role.USER,
                List.of(new Part.Text("hi 😀")),
                Instant.EPOCH,
                Optional.empty(),
                Optional.empty(),
                4,
                OptionalLong.of(41),
                Optional.empty())),
        """
        {'type':'message','message':{'id':7,'chat_id':'$ID','role':'user',
         'content':[{'type':'text','text':'hi 😀'}],'created_at':'1970-01-01T00:00:00Z',
         'revision':4,'queued_message_id':41}}
        """);
  }

  @Test
  void merged_parts_say_how_many_they_are() {
    assertJson(
        live(12, new LivePart.Text("Hello, how are")),
        """
        {'type':'message_part','worker_id':'$ID','history_version':4,'generation_attempt':1,
         'seq':12,'count':12,'role':'assistant','part':{'type':'text','text':'Hello, how are'}}
        """);
  }

  @Test
  void each_kind_of_part_has_its_shape() {
    assertPart(new LivePart.Text("a"), "assistant", "{'type':'text','text':'a'}");
    assertPart(new LivePart.Reasoning("a"), "assistant", "{'type':'reasoning','text':'a'}");
    assertPart(
        new LivePart.CallArgs("1", "ls", "{"),
        "assistant",
        "{'type':'tool-call','tool_call_id':'1','tool_name':'ls','args_delta':'{'}");
    assertPart(
        new LivePart.Output("1", "ls", "x"),
        "tool",
        "{'type':'tool-result','tool_call_id':'1','tool_name':'ls','result_delta':'x'}");
    assertPart(
        new LivePart.Whole(new Part.ToolCall("1", "ls", "{\"a\":1}")),
        "assistant",
        "{'type':'tool-call','tool_call_id':'1','tool_name':'ls','args':{'a':1}}");
    assertPart(
        new LivePart.Whole(new Part.ToolResult("1", "ls", "[1]", true)),
        "tool",
        "{'type':'tool-result','tool_call_id':'1','tool_name':'ls','result':[1],'is_error':true}");
    assertPart(
        new LivePart.Whole(new Part.Source("u", "t")),
        "assistant",
        "{'type':'source','url':'u','title':'t'}");
  }

  @Test
  void a_status_names_the_worker_if_there_is_one() {
    assertJson(
        new StreamEvent.Status(ChatStatus.REQUIRES_ACTION, Optional.of(worker)),
        "{'type':'status','status':'requires_action','worker_id':'$ID'}");
    assertJson(
        new StreamEvent.Status(ChatStatus.WAITING, Optional.empty()),
        "{'type':'status','status':'waiting'}");
  }

  @Test
  void the_queue_is_told_whole_and_even_if_it_is_empty() {
    assertJson(new StreamEvent.Queue(List.of()), "{'type':'queue_update','queued_messages':[]}");
    assertJson(
        new StreamEvent.Queue(
            List.of(
                new QueuedMessage(
                    41,
                    chat,
                    List.of(new Part.Text("later")),
                    Optional.empty(),
                    Optional.empty(),
                    Instant.EPOCH))),
        """
        {'type':'queue_update','queued_messages':[{'id':41,'chat_id':'$ID',
         'content':[{'type':'text','text':'later'}],'created_at':'1970-01-01T00:00:00Z'}]}
        """);
  }

  @Test
  void what_is_wrong_lies_under_its_own_name() {
    assertJson(
        new StreamEvent.Failed(ChatError.of(ErrorKind.AUTH, "wrong key")),
        "{'type':'error','error':{'message':'wrong key','kind':'auth','retryable':false}}");
    assertJson(
        new StreamEvent.Retrying(
            new Retry(
                1,
                1000,
                "slow down",
                ErrorKind.RATE_LIMIT,
                Optional.of("openai"),
                OptionalInt.of(429),
                Instant.EPOCH)),
        """
        {'type':'retry','retry':{'attempt':1,'delay_ms':1000,'error':'slow down',
         'kind':'rate_limit','provider':'openai','status_code':429,
         'retrying_at':'1970-01-01T00:00:00Z'}}
        """);
    assertJson(
        new StreamEvent.ActionRequired(List.of(new Part.ToolCall("9", "ask", "{\"q\":1}"))),
        """
        {'type':'action_required','action_required':{'tool_calls':[
         {'tool_call_id':'9','tool_name':'ask','args':{'q':1}}]}}
        """);
  }

  @Test
  void marks_are_bare() {
    assertJson(new StreamEvent.PreviewReset(), "{'type':'preview_reset'}");
    assertJson(new StreamEvent.HistoryReset(), "{'type':'history_reset'}");
    assertJson(
        new StreamEvent.Synced(new StreamCursor.Position(4, 1, 12)),
        "{'type':'synced','history_version':4,'generation_attempt':1,'seq':12}");
  }
}
