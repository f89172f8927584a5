package dev.baton.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.chat.ChatId;
import dev.baton.chat.EpisodeId;
import dev.baton.chat.WorkerId;
import dev.baton.json.Json;
import dev.baton.parts.LivePart;
import dev.baton.parts.Stretch;
import dev.baton.store.StreamCursor;
import dev.baton.store.StreamCursor.Position;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FrameTest {

  private final EpisodeId episode = new EpisodeId(ChatId.random(), 4, 1);
  private final WorkerId worker = WorkerId.random();

  private StreamEvent part(long seq, String text) {
    return new StreamEvent.Live(episode, worker, new Stretch(seq, 1, new LivePart.Text(text)));
  }

  private static List<Frame> pack(StreamCursor from, List<StreamEvent> events) {
    return Frame.pack(from, EventEncoder.encode(events));
  }

  private static int events(Frame frame) {
    return Json.parse(frame.body().toString()).size();
  }

  @Test
  void a_frame_holds_256_events_at_most() {
    var events = LongStream.rangeClosed(1, 600).mapToObj(seq -> part(seq, "x")).toList();
    assertThat(pack(new Position(4, 1, 0), events))
        .extracting(FrameTest::events)
        .containsExactly(256, 256, 88);
  }

  @Test
  void a_frame_holds_one_mebibyte_at_most_and_a_larger_event_goes_alone() {
    var half = "x".repeat(Frame.MAX_BYTES / 2);
    var whole = "x".repeat(Frame.MAX_BYTES);
    var frames =
        pack(
            new Position(4, 1, 0),
            List.of(part(1, "a"), part(2, half), part(3, half), part(4, whole), part(5, "b")));
    assertThat(frames).extracting(FrameTest::events).containsExactly(2, 1, 1, 1);
    assertThat(frames.get(0).body().length()).isLessThanOrEqualTo(Frame.MAX_BYTES);
    assertThat(frames.get(1).body().length()).isLessThanOrEqualTo(Frame.MAX_BYTES);
  }

  @Test
  void a_frame_of_exactly_one_mebibyte_is_filled() {
    int room =
        Frame.MAX_BYTES
            - pack(new Position(4, 1, 0), List.of(part(1, ""), part(2, "")))
                .getFirst()
                .body()
                .length();
    var full = pack(new Position(4, 1, 0), List.of(part(1, ""), part(2, "x".repeat(room))));
    assertThat(full).hasSize(1);
    assertThat(full.getFirst().body().length()).isEqualTo(Frame.MAX_BYTES);
    assertThat(pack(new Position(4, 1, 0), List.of(part(1, ""), part(2, "x".repeat(room + 1)))))
        .hasSize(2);
  }

  @Test
  void each_frame_says_where_its_receiver_stands() {
    var events = LongStream.rangeClosed(1, 300).mapToObj(seq -> part(seq, "x")).toList();
    assertThat(pack(new Position(4, 1, 0), events))
        .extracting(Frame::resume)
        .containsExactly(new Position(4, 1, 256), new Position(4, 1, 300));
  }

  @Test
  void parts_of_another_episode_do_not_move_a_cursor() {
    assertThat(part(7, "x").after(new Position(3, 1, 2))).isEqualTo(new Position(3, 1, 2));
  }

  @Test
  void resets_move_a_cursor_back_and_synced_restores_it() {
    var at = new Position(4, 1, 7);
    assertThat(new StreamEvent.PreviewReset().after(at)).isEqualTo(new Position(4, 1, 0));
    assertThat(new StreamEvent.HistoryReset().after(at)).isEqualTo(new StreamCursor.Beginning());
    assertThat(part(1, "x").after(new StreamCursor.Beginning()))
        .isEqualTo(new StreamCursor.Beginning());
    assertThat(new StreamEvent.Synced(at).after(new StreamCursor.Beginning())).isEqualTo(at);
  }
}
