import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newestFirst, noChats, receiveChats } from '../../main/resources/webroot/chats.js';

const chat = (id, second = 0, more = {}) => ({
  id,
  updated_at: new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString(),
  ...more,
});
const snapshot = (...chats) => [
  ...chats.map((chat) => ({ kind: 'snapshot', chat })),
  { kind: 'synced' },
];
const ids = (list) => newestFirst(list.chats).map(({ id }) => id);

test('a_snapshot_of_one_event_or_of_many_is_the_same_list', () => {
  const many = receiveChats(noChats(), snapshot(chat('a', 1), chat('b', 2)), true);
  const one = [{ kind: 'snapshot', chats: [chat('a', 1), chat('b', 2)] }, { kind: 'synced' }];
  assert.deepEqual(receiveChats(noChats(), one, true), many);
  assert.deepEqual(ids(many), ['b', 'a']);
  assert.equal(many.synced, true);
});

test('changes_replace_deletions_remove_and_archived_chats_are_not_listed', () => {
  let list = receiveChats(noChats(), snapshot(chat('a', 1), chat('b', 2), chat('c', 3)), true);
  list = receiveChats(list, [{ kind: 'status_change', chat: chat('a', 9) }], false);
  assert.deepEqual(ids(list), ['a', 'c', 'b']);
  list = receiveChats(list, [{ kind: 'deleted', chat: { id: 'c' } }], false);
  list = receiveChats(list, [{ kind: 'updated', chat: chat('b', 2, { archived: true }) }], false);
  assert.deepEqual(ids(list), ['a']);
});

test('what_a_new_snapshot_does_not_name_is_gone_but_only_at_its_end', () => {
  const before = receiveChats(noChats(), snapshot(chat('a', 1), chat('b', 2)), true);
  const during = receiveChats(before, [{ kind: 'snapshot', chat: chat('b', 2) }], true);
  assert.deepEqual(ids(during), ['b', 'a']);
  assert.deepEqual(ids(receiveChats(during, [{ kind: 'synced' }], false)), ['b']);
});

test('a_full_snapshot_says_nothing_of_older_chats', () => {
  const old = receiveChats(noChats(), [{ kind: 'updated', chat: chat('old') }], false);
  const newest = Array.from({ length: 50 }, (_, i) => chat(`c${i}`, i + 1));
  assert.equal(ids(receiveChats(old, snapshot(...newest), true)).at(-1), 'old');
});

test('times_with_and_without_a_fraction_sort_as_times', () => {
  const whole = { id: 'earlier', updated_at: '2026-01-01T00:00:00Z' };
  const fraction = { id: 'later', updated_at: '2026-01-01T00:00:00.5Z' };
  assert.deepEqual(ids(receiveChats(noChats(), snapshot(whole, fraction), true)), [
    'later',
    'earlier',
  ]);
});
