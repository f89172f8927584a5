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
  const news = keyed(() => noticeNode(perform));
  let pinned = true;
  let top = 0;

  scroller.addEventListener('scroll', () => {
    const up = scroller.scrollTop < top && below() > 1;
    pinned = !up && below() < NEAR_THE_END;
    top = scroller.scrollTop;
    settle();
  });
  new ResizeObserver(settle).observe(scroller);
  $('latest').addEventListener('click', follow);

  const below = () => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight;

  function settle() {
    if (pinned) scroller.scrollTop = scroller.scrollHeight;
    $('latest').hidden = pinned || below() < NEAR_THE_END;
  }

  function follow() {
    pinned = true;
    settle();
  }

  function render(chatId, state) {
    const { status, error, retry, action } = state;
    const busy = status === 'running' || status === 'interrupting';
    const open = busy || status === 'requires_action';
    const results = resultsOf(state);
    const shown = [...state.messages.values()]
      .filter(({ role }) => role === 'user' || role === 'assistant')
      .sort((a, b) => a.id - b.id);
    const nodes = messages(
      shown.map((message) => [message.id, message, ...callsOf(message, results, open)]),
    );
    const calls = new Set(shown.flatMap(({ content }) => content.map((p) => p.tool_call_id)));
    const content = state.preview.filter(
      ({ type, tool_call_id }) =>
        type !== 'tool-result' && !(tool_call_id && calls.has(tool_call_id)),
    );
    const partial = { role: 'assistant', content };
    preview.update(partial, ...callsOf(partial, results, open));
    place($('messages'), content.length ? [...nodes, preview] : nodes);
    scroller.setAttribute('aria-busy', busy || !state.anchored);
    const seconds = retry && secondsLeft(retry);
    const inputs = [chatId, status, error, retry, seconds, action, content.length > 0];
    place($('notice'), news([['news', ...inputs]]));
    settle();
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
const callsOf = ({ content }, results, open) =>
  content
    .filter(({ type }) => type === 'tool-call')
    .map(({ tool_call_id }) => results.get(tool_call_id) ?? open);

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

function noticeNode(perform) {
  const node = el('div');
  node.update = (...inputs) => node.replaceChildren(...notice(perform, ...inputs));
  return node;
}

function notice(perform, chatId, status, error, retry, seconds, action, answering) {
  if (error) {
    const again = () => perform(post(`/chats/${chatId}/retry`));
    const text = [el('b', {}, error.message || 'The turn failed')];
    if (error.detail) text.push(el('p', {}, error.detail));
    const button = el('button.plain', { type: 'button', onclick: again }, 'Retry');
    return [el('div.card.error', { role: 'alert' }, el('div', {}, ...text), button)];
  }
  if (retry) {
    const when = seconds > 0 ? `Trying again in ${seconds} s` : 'Trying again';
    const why = `Attempt ${retry.attempt} failed: ${retry.error}`;
    const text = el('div', {}, el('b', {}, when), el('p', {}, why));
    return [el('div.card.retry', { role: 'timer' }, text)];
  }
  const say = (text) => [el('p.working', {}, text)];
  if (status === 'running') return say(answering ? 'Working…' : 'Thinking…');
  if (status === 'interrupting') return say('Stopping…');
  if (status !== 'requires_action') return [];
  const names = (action?.tool_calls ?? []).map((call) => call.tool_name).join(', ');
  return say(`Waiting for a client to answer ${names || 'a tool call'}`);
}

function secondsLeft({ retrying_at, delay_ms }) {
  const left = Date.parse(retrying_at) - Date.now(); // the two clocks may differ
  return Math.ceil(Math.min(Math.max(0, left), delay_ms) / 1000);
}
