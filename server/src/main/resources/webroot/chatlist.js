// The left side: the caller's chats, newest first.

import { patch } from './api.js';
import { newestFirst } from './chats.js';
import { $, edit, el, iconButton, keyed, place } from './dom.js';

const STATUS = {
  running: 'Running',
  interrupting: 'Stopping',
  requires_action: 'Waiting for you',
  error: 'Failed',
};
const DAY = 24 * 60 * 60 * 1000;

export function chatList({ perform, archive, draw }) {
  const rows = keyed((key) => (key.startsWith('#') ? heading(key.slice(1)) : row(key)));

  function row(id) {
    const dot = el('span.dot');
    const title = el('span.title');
    const unread = el('span.unread', { title: 'Unread', role: 'img', 'aria-label': 'unread' });
    const link = el('a', { href: `#${id}`, title: 'Double click or F2 to rename' });
    link.append(dot, title, unread);
    const node = el(
      'li',
      {},
      link,
      iconButton('archive', 'Archive', () => archive(id)),
    );
    const change = (event) => {
      event.preventDefault();
      rename(node, link, title.textContent, id);
    };
    title.addEventListener('dblclick', change);
    link.addEventListener('keydown', (event) => event.key === 'F2' && change(event));
    node.update = (chat, open) => {
      title.textContent = chat.title || 'New chat';
      dot.className = `dot ${chat.status}`;
      dot.title = STATUS[chat.status] ?? '';
      unread.hidden = open || !chat.has_unread;
      link.ariaCurrent = open ? 'page' : null;
    };
    return node;
  }

  /** Puts a field in the place of `shown`. */
  function rename(owner, shown, title, id) {
    const save = (changed) => perform(patch(`/chats/${id}`, { title: changed }).then(draw));
    edit(owner, shown, title, { label: 'Title', save });
  }

  function render({ chats, synced }, openId) {
    const entries = [];
    let group;
    for (const chat of newestFirst(chats)) {
      const its = groupOf(chat.updated_at);
      if (its !== group) entries.push([`#${(group = its)}`]);
      entries.push([chat.id, chat, chat.id === openId]);
    }
    place($('chats'), rows(entries));
    $('no-chats').hidden = !synced || entries.length > 0;
  }

  return { render, rename };
}

function heading(text) {
  const node = el('li.group', {}, text);
  node.update = () => {};
  return node;
}

function groupOf(time) {
  const today = new Date().setHours(0, 0, 0, 0);
  const at = Date.parse(time);
  if (!(at < today)) return 'Today';
  return at >= today - DAY ? 'Yesterday' : 'Earlier';
}
