// What a viewer knows of one chat, as a function of the events it has received: no DOM, no socket,
// no clock. The rules are those of the wire contract (docs: "Stream").
//
// `at` is the place in the parts: the last `synced`, moved on by each part. It is the cursor only
// while `anchored`, which a `history_reset` takes away until the next `synced`.

export const nothing = () => ({
  messages: new Map(), // by id; a message with a known id replaces the old one
  queue: [],
  status: null,
  error: null,
  retry: null,
  action: null,
  preview: [], // the parts of the current episode, adjacent deltas merged
  at: null,
  anchored: false,
  broken: false, // a part is missing: the connection has to be made anew, from the cursor
});

/** The state after one frame. The given state is left as it was. */
export function receive(state, events) {
  const next = { ...state };
  if (events.some((event) => event.type === 'message')) next.messages = new Map(state.messages);
  for (const event of events) {
    if (next.broken) break;
    handlers[event.type]?.(next, event);
  }
  return next;
}

/** The full cursor as a query, or nothing: then the chat must be read from the beginning. */
export function cursor({ anchored, at }) {
  return anchored ? `?${new URLSearchParams(at)}` : '';
}

/**
 * The state with which a new connection begins, to be asked for with its first frame. With a cursor
 * the messages and the preview stay, for only what is missing follows; the rest is always sent.
 */
export function resumed(state) {
  if (!state.anchored) return nothing();
  return { ...state, error: null, retry: null, action: null, broken: false };
}

const handlers = {
  message(state, { message }) {
    state.messages.set(message.id, message);
  },
  message_part(state, { history_version, generation_attempt, seq, count = 1, part }) {
    const same = isAt(state.at, history_version, generation_attempt);
    const last = same ? state.at.seq : 0;
    if (seq <= last) return;
    if (seq - count !== last) {
      state.broken = true;
      return;
    }
    state.preview = append(same ? state.preview : [], part);
    state.at = { history_version, generation_attempt, seq };
  },
  status(state, { status }) {
    state.status = status;
    if (status !== 'error') state.error = null;
    if (status !== 'requires_action') state.action = null;
    if (status !== 'running') state.retry = null;
  },
  queue_update(state, { queued_messages }) {
    state.queue = queued_messages;
  },
  error(state, { error }) {
    state.error = typeof error === 'string' ? { message: error } : error;
  },
  retry(state, { retry }) {
    state.retry = { ...retry, sameChange: true };
  },
  action_required(state, { action_required }) {
    state.action = action_required;
  },
  preview_reset(state) {
    state.preview = [];
    if (state.at) state.at = { ...state.at, seq: 0 };
    // The next attempt ends the wait. But one change that brings both history and a retry has its
    // reset last, and that retry is still to come.
    if (!state.retry?.sameChange) state.retry = null;
  },
  history_reset(state) {
    state.messages = new Map();
    state.preview = [];
    state.at = null;
    state.anchored = false;
  },
  synced(state, { history_version, generation_attempt, seq }) {
    state.at = { history_version, generation_attempt, seq };
    state.anchored = true;
    if (state.retry) state.retry = { ...state.retry, sameChange: false };
  },
};

function isAt(at, historyVersion, attempt) {
  return at?.history_version === historyVersion && at.generation_attempt === attempt;
}

function append(preview, part) {
  const index = part.tool_call_id
    ? preview.findIndex((p) => p.type === part.type && p.tool_call_id === part.tool_call_id)
    : preview.length - 1;
  const before = preview[index];
  if (!before || !continues(before, part)) return [...preview, part];
  return preview.with(index, merge(before, part));
}

function continues(before, part) {
  if (part.tool_call_id) return true;
  const isText = part.type === 'text' || part.type === 'reasoning';
  return isText && before.type === part.type && (!part.title || part.title === before.title);
}

function merge(before, part) {
  const merged = { ...before, ...part };
  for (const grows of ['text', 'args_delta', 'result_delta'])
    if (before[grows] && part[grows]) merged[grows] = before[grows] + part[grows];
  return merged;
}
