// The queue and the field below the timeline. Enter sends, which queues while the chat runs;
// Ctrl+Enter interrupts and sends.

import { patch, post, remove, textOf } from './api.js';
import { $, edit, el, iconButton, keyed, place } from './dom.js';

const BUSY = ['running', 'interrupting', 'requires_action'];
const part = (text) => [{ type: 'text', text }];

export function composer({ perform, create, sent, draw }) {
  const text = $('text');
  const drafts = new Map(); // chat id → what was typed but not sent
  const queue = keyed(queuedNode);
  let chatId = null;

  $('composer').addEventListener('submit', (event) => {
    event.preventDefault();
    send('queue');
  });
  text.addEventListener('input', show);
  text.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send(event.ctrlKey || event.metaKey ? 'interrupt' : 'queue');
  });
  $('stop').addEventListener('click', () => perform(post(`/chats/${chatId}/interrupt`)));

  async function send(busy_behavior) {
    const typed = text.value.trim();
    if (!typed || $('send').disabled) return;
    const to = chatId;
    const content = part(typed);
    fill('');
    const request = to
      ? post(`/chats/${to}/messages`, { content, busy_behavior })
      : create(content);
    if (await perform(request)) return sent();
    if (chatId === to && !text.value) fill(typed);
    else if (!drafts.get(to)) drafts.set(to, typed);
  }

  function fill(value) {
    text.value = value;
    show();
  }

  function show() {
    text.style.height = 'auto';
    text.style.height = `${Math.min(text.scrollHeight, innerHeight * 0.4)}px`;
    $('send').disabled = !text.value.trim() || !$('composer').dataset.ready;
  }

  function open(id) {
    drafts.set(chatId, text.value);
    chatId = id;
    fill(drafts.get(id) ?? '');
    text.focus({ preventScroll: true });
  }

  function render(state, ready) {
    const busy = BUSY.includes(state.status);
    $('composer').dataset.ready = ready ? 'yes' : '';
    $('stop').hidden = !busy;
    $('stop').disabled = state.status === 'interrupting';
    $('send').title = busy ? 'Queue (Enter)' : 'Send (Enter)';
    $('hint').textContent = busy
      ? 'Enter queues · Ctrl+Enter interrupts and sends'
      : 'Enter sends · Shift+Enter starts a new line';
    place($('queue'), queue(state.queue.map((queued) => [queued.id, queued])));
    $('queued').hidden = state.queue.length === 0;
    show();
  }

  function queuedNode(id) {
    const path = () => `/chats/${chatId}/queue/${id}`;
    const shown = el('span.title');
    const node = el('li', {}, shown);
    let content = [];
    const save = (changed) => {
      const others = content.filter(({ type }) => type !== 'text');
      perform(patch(path(), { content: [...part(changed), ...others] }).then(draw));
    };
    const change = () => edit(node, shown, textOf(content), { label: 'Edit queued message', save });
    node.append(
      iconButton('pencil', 'Edit', change),
      iconButton('up', 'Send now', () => perform(post(`${path()}/promote`))),
      iconButton('trash', 'Delete', () => perform(remove(path()))),
    );
    node.update = (queued) => {
      content = queued.content;
      shown.textContent = textOf(content);
    };
    return node;
  }

  return { open, render };
}
