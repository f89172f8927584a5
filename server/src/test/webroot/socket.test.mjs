import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { follow } from '../../main/resources/webroot/socket.js';

let sockets;
let log;
let go;
let back;

class FakeSocket {
  constructor(url) {
    this.url = url.href;
    sockets.push(this);
  }

  close() {
    this.closed = true;
  }

  say(...events) {
    this.onmessage({ data: JSON.stringify(events) });
  }

  end(code) {
    this.onclose({ code, reason: 'why' });
  }
}

globalThis.WebSocket = FakeSocket;
globalThis.location = { href: 'https://baton.example/#chat' };

beforeEach(() => {
  sockets = [];
  log = [];
  go = true;
  globalThis.addEventListener = (_, action) => (back = action);
  globalThis.removeEventListener = () => (back = null);
});

const start = (t, more) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  return follow({
    path: () => `/stream?seq=${sockets.length}`,
    received: () => go,
    refused: () => log.push('refused'),
    live: () => log.push('live'),
    waiting: () => log.push('waiting'),
    ended: (reason) => log.push(reason),
    ...more,
  });
};
const synced = { type: 'synced' };

/** The pause before the next socket, in milliseconds. */
function pause(t) {
  const before = sockets.length;
  for (let waited = 0; waited <= 60_000; waited += 100, t.mock.timers.tick(100))
    if (sockets.length > before) return waited;
  return Infinity;
}

test('pauses_grow_from_one_second_to_ten_and_the_address_is_asked_anew', (t) => {
  start(t);
  const pauses = Array.from({ length: 6 }, () => {
    sockets.at(-1).end(1006);
    return pause(t);
  });
  assert.deepEqual(pauses, [1000, 2000, 4000, 8000, 10000, 10000]);
  assert.equal(sockets[6].url, 'wss://baton.example/stream?seq=6');
  assert.equal(log.filter((entry) => entry === 'refused').length, 6);
});

test('only_a_synced_makes_the_pause_start_over', (t) => {
  start(t);
  sockets[0].end(1006);
  pause(t);
  sockets[1].say({ type: 'status' });
  sockets[1].end(1011);
  assert.equal(pause(t), 2000);
  sockets[2].say(synced);
  sockets[2].end(1011);
  assert.equal(pause(t), 1000);
});

test('a_restarting_replica_is_left_at_once_but_not_over_and_over', (t) => {
  start(t);
  sockets[0].say(synced);
  sockets[0].end(1012);
  assert.equal(pause(t), 200);
  sockets[1].end(1012);
  assert.equal(pause(t), 1000);
});

test('an_overloaded_server_is_given_five_seconds', (t) => {
  start(t);
  sockets[0].say(synced);
  sockets[0].end(1013);
  assert.equal(pause(t), 5000);
});

test('a_gap_drops_the_connection_and_makes_one_new_one', (t) => {
  start(t);
  go = false;
  sockets[0].say(synced);
  assert.equal(sockets[0].closed, true);
  assert.equal(sockets[0].onclose, null);
  assert.equal(pause(t), 1000);
  assert.equal(pause(t), Infinity);
});

test('a_network_that_comes_back_ends_the_pause_and_leaves_one_socket', (t) => {
  start(t);
  sockets[0].end(1006);
  back();
  assert.equal(sockets.length, 2);
  assert.equal(pause(t), Infinity);
});

for (const code of [1000, 1008])
  test(`a_close_with_${code}_is_final`, (t) => {
    start(t);
    sockets[0].say(synced);
    sockets[0].end(code);
    assert.deepEqual(log, ['live', 'why']);
    assert.equal(back, null);
    assert.equal(pause(t), Infinity);
  });

test('without_an_end_no_close_is_final', (t) => {
  start(t, { ended: undefined });
  sockets[0].end(1008);
  assert.equal(pause(t), 1000);
});

test('a_stopped_one_stays_stopped', (t) => {
  const stop = start(t);
  sockets[0].end(1006);
  stop();
  assert.equal(pause(t), Infinity);
});
