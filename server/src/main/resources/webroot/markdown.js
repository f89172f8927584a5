// A small, safe part of Markdown: headings, lists, code, bold, links. Only text nodes carry data.

import { el, keyed, place } from './dom.js';

const FENCE = /^\s{0,3}(```+|~~~+)\s*([\w+#.-]*)/;
const HEADING = /^#{1,6}\s+/;
const ITEM = /^(\s*)([-*+]|\d+[.)])\s+/;
const INLINE =
  /`([^`\n]{1,500})`|\*\*([^*\n]{1,500})\*\*|\[([^\]\n]{1,300})\]\((https?:[^\s)]{1,2000})\)|(https?:\/\/[^\s<>"')\]]{1,2000})/g;

/** A node whose `update({ text })` shows the text; blocks that did not change are not touched. */
export function markdownView() {
  const view = keyed(blockNode);
  const node = el('div.markdown');
  node.update = ({ text }) => {
    const entries = blocks(text).map(({ kind, lang, lines }, i) => [
      `${i} ${kind} ${lang}`,
      lines.join('\n'),
    ]);
    place(node, view(entries));
  };
  return node;
}

/** Splits into blocks; the last one may be unfinished, as it is while a text streams. */
export function blocks(text) {
  const found = [];
  let open = null;
  const start = (kind, lang = '') => found.push((open = { kind, lang, lines: [] }));
  for (const line of text.split('\n')) {
    const fence = FENCE.exec(line);
    const kind = HEADING.test(line) ? 'h3' : ITEM.test(line) ? 'ul' : 'p';
    if (open?.kind === 'pre') {
      if (fence?.[1].startsWith(open.fence) && !fence[2]) open = null;
      else open.lines.push(line);
    } else if (fence) {
      start('pre', fence[2]);
      open.fence = fence[1];
    } else if (!line.trim()) {
      open = null;
    } else {
      const goesOn = open?.kind === kind || (open?.kind === 'ul' && kind === 'p');
      if (!goesOn || kind === 'h3') start(kind);
      open.lines.push(line);
    }
  }
  return found;
}

function blockNode(key) {
  const [, kind, lang] = key.split(' ');
  const node = el(kind, lang ? { 'data-lang': lang } : {});
  if (kind === 'pre') node.update = (text) => void (node.textContent = text);
  else if (kind === 'ul') node.update = (text) => node.replaceChildren(...items(text));
  else node.update = (text) => node.replaceChildren(...inline(text.replace(HEADING, '')));
  return node;
}

function items(text) {
  const found = [];
  for (const line of text.split('\n')) {
    const mark = ITEM.exec(line);
    if (!mark) found.at(-1).text += `\n${line.trim()}`;
    else found.push({ text: line.slice(mark[0].length), deep: mark[1].length > 1, mark: mark[2] });
  }
  return found.map(({ text, deep, mark }) => {
    const bullet = /\d/.test(mark) ? mark : '•';
    return el(deep ? 'li.deep' : 'li', { 'data-mark': bullet }, ...inline(text));
  });
}

function inline(text) {
  const nodes = [];
  let from = 0;
  for (const { 0: all, 1: code, 2: bold, 3: label, 4: target, 5: bare, index } of text.matchAll(
    INLINE,
  )) {
    nodes.push(text.slice(from, index));
    from = index + all.length;
    if (code) nodes.push(el('code', {}, code));
    else if (bold) nodes.push(el('strong', {}, bold));
    else nodes.push(link(target ?? bare, label ?? bare));
  }
  nodes.push(text.slice(from));
  return nodes;
}

export const link = (href, label) =>
  el('a', { href, target: '_blank', rel: 'noopener noreferrer' }, label);
