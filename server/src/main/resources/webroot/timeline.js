// The right side: committed messages, the answer as it streams, and what the chat is doing.

import { patch, post, textOf } from './api.js';
import { $, edit, el, icon, iconButton, keyed, place } from './dom.js';
import { link, markdownView } from './markdown.js';

const NEAR_THE_END = 48; // pixels
const STATES = { failed: 'failed', done: 'done', running: 'running', open: 'no result' };
const unfolded = new Set(); // tool calls, so that a card stays open when its message is committed

/** `perform(promise)` shows what goes wrong; `draw()` asks for the next frame. */
export function timeline({ perform, draw }) {
  const scroller = $('timeline');
  const messages = keyed(() => messageNode(perform, draw));
  const preview = messageNode(perform, draw);
  let pinned = true;

  scroller.addEventListener('scroll', () => {
    pinned = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_THE_END;
    $('latest').hidden = pinned;
  });
  new ResizeObserver(toEnd).observe(scroller);
  $('latest').addEventListener('click', follow);

  function toEnd() {
    if (pinned) scroller.scrollTop = scroller.scrollHeight;
  }

  function follow() {
    pinned = true;
    toEnd();
  }

  function render(chatId, state) {
    const busy = state.status === 'running' || state.status === 'interrupting';
    const results = resultsOf(state);
    const shown = [...state.messages.values()]
      .filter(({ role }) => role === 'user' || role === 'assistant')
      .sort((a, b) => a.id - b.id);
    const nodes = messages(
      shown.map((message) => [message.id, message, ...callsOf(message, results, busy)]),
    );
    const calls = new Set(shown.flatMap(({ content }) => content.map((p) => p.tool_call_id)));
    const content = state.preview.filter(
      ({ type, tool_call_id }) => type !== 'tool-result' && !(tool_call_id && calls.has(tool_call_id)),
    );
    const partial = { role: 'assistant', content };
    preview.update(partial, ...callsOf(partial, results, busy));
    place($('messages'), content.length ? [...nodes, preview] : nodes);
    scroller.setAttribute('aria-busy', busy || !state.anchored);
    $('notice').replaceChildren(...notice(chatId, state, perform));
    toEnd();
  }

  return { render, follow };
}

function resultsOf({ messages, preview }) {
  const results = new Map();
  const live = preview.filter((part) => part.type === 'tool-result');
  for (const part of live) results.set(part.tool_call_id, part);
  for (const { role, content } of messages.values())
    if (role === 'tool') for (const part of content) results.set(part.tool_call_id, part);
  return results;
}

/** For each tool call in turn its result, or whether one may still come. */
const callsOf = ({ content }, results, busy) =>
  content
    .filter(({ type }) => type === 'tool-call')
    .map(({ tool_call_id }) => results.get(tool_call_id) ?? busy);

function messageNode(perform, draw) {
  const parts = keyed(partNode);
  const body = el('div.body');
  const node = el('article', {}, body);
  let shown;
  const save = (text) => {
    const others = shown.content.filter((part) => part.type !== 'text');
    const content = [{ type: 'text', text }, ...others];
    perform(patch(`/chats/${shown.chat_id}/messages/${shown.id}`, { content }));
    draw();
  };
  const change = () => {
    edit(node, body, textOf(shown.content), { label: 'Edit message', lines: 2, save });
  };
  node.update = (message, ...calls) => {
    shown = message;
    node.className = message.role;
    if (message.role === 'user' && node.children.length === 1)
      node.append(iconButton('pencil', 'Edit and ask again', change));
    const waiting = [...calls];
    const entries = message.content.map((part, i) => {
      const type = message.role === 'user' && part.type === 'text' ? 'plain' : part.type;
      return [`${i} ${type}`, part, type === 'tool-call' && waiting.shift()];
    });
    place(body, parts(entries));
  };
  return node;
}

function partNode(key) {
  const type = key.split(' ')[1];
  if (type === 'text') return markdownView();
  if (type === 'reasoning') return reasoningNode();
  if (type === 'tool-call') return toolNode();
  const node = el(type === 'plain' ? 'p' : 'p.chip');
  node.update = (part) => node.replaceChildren(plain(type, part));
  return node;
}

function plain(type, part) {
  if (type === 'plain') return part.text;
  if (type === 'source' && /^https?:/.test(part.url)) return link(part.url, part.title || part.url);
  return part.name ?? part.file_name ?? part.title ?? type;
}

function reasoningNode() {
  const title = el('span');
  const text = markdownView();
  const node = el('details.reasoning', {}, el('summary', {}, icon('chevron'), title), text);
  node.update = (part) => {
    title.textContent = part.title || 'Reasoning';
    text.update(part);
  };
  return node;
}

function toolNode() {
  const name = el('b');
  const brief = el('code');
  const mark = el('span.mark');
  const input = el('pre');
  const output = el('pre');
  const result = el('div', {}, el('h4', {}, 'Result'), output);
  const summary = el('summary', {}, icon('chevron'), name, brief, mark);
  const node = el('details.tool', {}, summary, el('h4', {}, 'Arguments'), input, result);
  let id;
  node.addEventListener('toggle', () => unfolded[node.open ? 'add' : 'delete'](id));
  node.update = (call, answer) => {
    id = call.tool_call_id;
    node.open ||= unfolded.has(id);
    name.textContent = call.tool_name;
    const args = call.args ?? call.args_delta ?? '';
    input.textContent = pretty(args);
    brief.textContent = (typeof args === 'string' ? args : JSON.stringify(args)).slice(0, 200);
    output.textContent = pretty(answer.result ?? answer.result_delta ?? '');
    result.hidden = !output.textContent;
    const state = stateOf(answer);
    node.dataset.state = state;
    mark.textContent = STATES[state];
  };
  return node;
}

function stateOf(answer) {
  if (answer.is_error) return 'failed';
  if (answer.result !== undefined) return 'done';
  return answer ? 'running' : 'open';
}

const pretty = (value) => (typeof value === 'string' ? value : JSON.stringify(value, null, 2));

function notice(chatId, { status, error, retry, action, preview }, perform) {
  if (error) {
    const again = () => perform(post(`/chats/${chatId}/retry`));
    const text = [el('b', {}, error.message || 'The turn failed')];
    if (error.detail) text.push(el('p', {}, error.detail));
    const button = el('button.plain', { type: 'button', onclick: again }, 'Retry');
    return [el('div.card.error', { role: 'alert' }, el('div', {}, ...text), button)];
  }
  if (retry) {
    const seconds = Math.ceil(Math.max(0, Date.parse(retry.retrying_at) - Date.now()) / 1000);
    const when = seconds > 0 ? `Trying again in ${seconds} s` : 'Trying again';
    const why = `Attempt ${retry.attempt} failed: ${retry.error}`;
    return [el('div.card.retry', {}, el('div', {}, el('b', {}, when), el('p', {}, why)))];
  }
  if (status === 'interrupting') return [el('p.working', {}, 'Stopping…')];
  if (status === 'requires_action') {
    const names = (action?.tool_calls ?? []).map((call) => call.tool_name).join(', ');
    return [el('p.working', {}, `Waiting for a client to answer ${names || 'a tool call'}`)];
  }
  if (status !== 'running') return [];
  return [el('p.working', {}, preview.length ? 'Working…' : 'Thinking…')];
}
