import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cursor, nothing, receive, resumed } from '../../main/resources/webroot/stream.js';

const message = (id, text = 'hi') => ({
  type: 'message',
  message: { id, role: 'user', content: [{ type: 'text', text }] },
});
const text = (seq, text, more = {}) => ({
  type: 'message_part',
  history_version: 4,
  generation_attempt: 1,
  seq,
  role: 'assistant',
  part: { type: 'text', text },
  ...more,
});
const synced = (seq, history_version = 4, generation_attempt = 1) => ({
  type: 'synced',
  history_version,
  generation_attempt,
  seq,
});
const status = (status) => ({ type: 'status', status });
const after = (...events) => receive(nothing(), events);
const shown = (state) => state.preview.map((part) => part.text);
const ids = (state) => [...state.messages.keys()];

test('the_example_of_the_contract_is_understood', () => {
  const state = after(
    message(7),
    { type: 'queue_update', queued_messages: [] },
    status('running'),
    text(12, 'Hello, how are', { count: 12 }),
    synced(12),
  );
  assert.deepEqual(ids(state), [7]);
  assert.equal(state.status, 'running');
  assert.deepEqual(shown(state), ['Hello, how are']);
  assert.equal(cursor(state), '?history_version=4&generation_attempt=1&seq=12');
});

test('a_message_with_a_known_id_replaces_the_old_one', () => {
  const state = after(message(7, 'old'), message(8), message(7, 'new'));
  assert.deepEqual(ids(state), [7, 8]);
  assert.equal(state.messages.get(7).content[0].text, 'new');
});

test('the_given_state_is_left_as_it_was', () => {
  const before = after(message(7), text(1, 'a'), synced(1));
  const copy = structuredClone(before);
  receive(before, [message(8), text(2, 'b'), { type: 'history_reset' }]);
  assert.deepEqual(before, copy);
});

test('deltas_that_follow_each_other_are_one_text', () => {
  const state = after(synced(0), text(1, 'Hel'), text(3, 'lo, ', { count: 2 }), text(4, 'you'));
  assert.deepEqual(shown(state), ['Hello, you']);
  assert.equal(state.at.seq, 4);
});

test('a_tool_call_between_two_texts_keeps_them_apart_and_grows_by_itself', () => {
  const part = (seq, part) => ({ ...text(seq), part });
  const call = { type: 'tool-call', tool_call_id: 'c1', tool_name: 'now' };
  const result = { type: 'tool-result', tool_call_id: 'c1', tool_name: 'now' };
  const state = after(
    text(1, 'before'),
    part(2, { ...call, args_delta: '{"zone"' }),
    part(3, { ...call, args_delta: ':"UTC"}' }),
    part(4, { ...result, result_delta: '12:' }),
    text(5, 'after'),
    part(6, { ...result, result_delta: '00' }),
  );
  assert.deepEqual(
    state.preview.map((p) => p.text ?? p.args_delta ?? p.result_delta),
    ['before', '{"zone":"UTC"}', '12:00', 'after'],
  );
});

test('reasoning_with_another_title_begins_a_new_part', () => {
  const thought = (seq, title, words) => ({
    ...text(seq),
    part: { type: 'reasoning', text: words, ...(title && { title }) },
  });
  const state = after(thought(1, 'One', 'a'), thought(2, '', 'b'), thought(3, 'Two', 'c'));
  assert.deepEqual(shown(state), ['ab', 'c']);
});

test('a_part_already_seen_changes_nothing', () => {
  const state = after(text(2, 'ab', { count: 2 }), synced(2), text(2, 'b'), text(3, 'c'));
  assert.deepEqual(shown(state), ['abc']);
  assert.equal(state.broken, false);
});

for (const [name, part] of [
  ['a_missing_part', text(4, 'd')],
  ['a_merged_part_that_begins_too_late', text(5, 'de', { count: 2 })],
  ['a_merged_part_that_overlaps', text(3, 'bc', { count: 2 })],
  ['a_new_episode_that_does_not_begin_at_one', text(2, 'b', { generation_attempt: 2 })],
])
  test(`${name}_breaks_the_connection_and_leaves_the_cursor`, () => {
    const state = after(synced(0), text(2, 'ab', { count: 2 }), part, text(3, 'c'));
    assert.equal(state.broken, true);
    assert.deepEqual(shown(state), ['ab']);
    assert.match(cursor(state), /seq=2$/);
    assert.equal(resumed(state).broken, false);
  });

test('without_a_synced_there_is_no_cursor', () => {
  assert.equal(cursor(nothing()), '');
  assert.equal(cursor(after(message(7), status('running'), text(3, 'abc', { count: 3 }))), '');
});

test('parts_after_a_synced_move_the_cursor_into_their_episode', () => {
  const state = after(synced(0), text(1, 'a'), text(2, 'b'));
  assert.equal(cursor(state), '?history_version=4&generation_attempt=1&seq=2');
  const next = receive(state, [
    { type: 'preview_reset' },
    text(1, 'x', { history_version: 5, generation_attempt: 3 }),
  ]);
  assert.equal(cursor(next), '?history_version=5&generation_attempt=3&seq=1');
});

test('parts_that_come_only_after_the_snapshot_follow_its_zero', () => {
  const state = after(message(7), status('running'), synced(0), text(9, 'all of it', { count: 9 }));
  assert.deepEqual(shown(state), ['all of it']);
});

test('a_preview_reset_drops_the_parts_and_takes_the_cursor_back_to_zero', () => {
  const state = after(message(7), text(5, 'hello', { count: 5 }), synced(5), {
    type: 'preview_reset',
  });
  assert.deepEqual(shown(state), []);
  assert.deepEqual(ids(state), [7]);
  assert.match(cursor(state), /seq=0$/);
});

test('a_history_reset_drops_everything_and_voids_the_cursor_until_the_next_synced', () => {
  const reset = after(message(7), text(1, 'a'), synced(1), { type: 'history_reset' });
  assert.deepEqual(ids(reset), []);
  assert.deepEqual(shown(reset), []);
  const refilled = receive(reset, [message(9), text(1, 'b', { history_version: 6 })]);
  assert.equal(cursor(refilled), '');
  assert.match(cursor(receive(refilled, [synced(1, 6)])), /history_version=6.*seq=1$/);
});

test('a_connection_with_a_cursor_keeps_what_is_shown_and_takes_the_missing_suffix', () => {
  const cut = after(message(7), status('running'), text(2, 'ab', { count: 2 }), synced(2));
  const state = receive(resumed(cut), [status('running'), text(4, 'cd', { count: 2 }), synced(4)]);
  assert.deepEqual(ids(state), [7]);
  assert.deepEqual(shown(state), ['abcd']);
});

test('a_connection_without_a_cursor_begins_with_nothing', () => {
  const cut = after(message(7), text(2, 'ab', { count: 2 }));
  assert.deepEqual(resumed(cut), nothing());
});

test('an_error_lasts_until_the_chat_runs_again', () => {
  const failed = after(status('error'), { type: 'error', error: { message: 'no key' } });
  assert.equal(failed.error.message, 'no key');
  assert.equal(receive(failed, [status('error')]).error.message, 'no key');
  assert.equal(receive(failed, [status('running')]).error, null);
});

const retry = { type: 'retry', retry: { attempt: 1, error: 'busy' } };

test('a_retry_leaves_the_preview_until_the_next_attempt_resets_both', () => {
  const waiting = after(status('running'), text(1, 'a'), synced(1), retry, synced(1));
  assert.deepEqual(shown(waiting), ['a']);
  const next = receive(waiting, [{ type: 'preview_reset' }, synced(0, 4, 2)]);
  assert.equal(next.retry, null);
  assert.deepEqual(shown(next), []);
});

test('a_retry_outlives_the_reset_of_the_change_that_brought_it', () => {
  const state = after(synced(0), message(8), retry, { type: 'preview_reset' }, synced(0, 5));
  assert.equal(state.retry.error, 'busy');
});

test('what_ended_while_the_client_was_away_is_not_shown_after_it_comes_back', () => {
  const cut = after(status('running'), synced(0), retry, synced(0));
  assert.equal(resumed(cut).retry, null);
});

test('unknown_events_are_passed_over', () => {
  assert.deepEqual(after({ type: 'from_the_future' }), nothing());
});
