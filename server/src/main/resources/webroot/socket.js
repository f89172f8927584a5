// A WebSocket that comes back: one reconnect at a time, 1 s to 10 s apart. It counts as healthy
// once a `synced` has arrived; only then does the pause start over.

const FIRST = 1_000;
const LONGEST = 10_000;
const RESTARTING = 200;
const OVERLOADED = 5_000;

/**
 * `path()` is asked anew for each connection. `received(events, first)` answers whether to go on;
 * false drops the connection and makes a new one. `refused()` may look why there was no upgrade,
 * which a browser does not tell. Without `ended` no close is final. Answers a function that
 * ends it all.
 */
export function follow({ path, received, refused, live, waiting, ended }) {
  let socket;
  let timer;
  let pause = FIRST;

  function connect() {
    leave();
    let first = true;
    let healthy = false;
    socket = new WebSocket(new URL(path(), location.href.replace(/^http/, 'ws')));
    socket.onmessage = ({ data }) => {
      const events = [JSON.parse(data)].flat();
      if (!received(events, first)) return later();
      first = false;
      if (events.some((event) => (event.type ?? event.kind) === 'synced')) {
        healthy = true;
        pause = FIRST;
        live();
      }
    };
    socket.onclose = ({ code, reason }) => {
      if (ended && (code === 1000 || code === 1008)) {
        stop();
        return ended(reason);
      }
      if (first) refused();
      if (code === 1012 && healthy) return later(RESTARTING);
      later(code === 1013 ? Math.max(pause, OVERLOADED) : pause);
    };
  }

  function later(wait = pause) {
    leave();
    waiting();
    timer = setTimeout(connect, wait);
    if (wait !== RESTARTING) pause = Math.min(2 * pause, LONGEST);
  }

  function leave() {
    clearTimeout(timer);
    if (!socket) return;
    socket.onmessage = socket.onclose = null;
    socket.close();
    socket = null;
  }

  function stop() {
    removeEventListener('online', connect);
    leave();
  }

  addEventListener('online', connect);
  connect();
  return stop;
}
