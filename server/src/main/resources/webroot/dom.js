// The few things a page without a framework needs.

export const $ = (id) => document.getElementById(id);

/** el('button.plain', { onclick }, 'Save') */
export function el(spec, props = {}, ...children) {
  const [tag, ...classes] = spec.split('.');
  const node = document.createElement(tag);
  if (classes.length) node.className = classes.join(' ');
  for (const [name, value] of Object.entries(props)) {
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else if (name in node) node[name] = value;
    else node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

export function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
  use.setAttribute('href', `#${name}`);
  svg.setAttribute('aria-hidden', 'true');
  svg.append(use);
  return svg;
}

export const iconButton = (name, label, onclick) =>
  el('button.icon', { type: 'button', title: label, 'aria-label': label, onclick }, icon(name));

/** Makes `nodes` the children of `parent`, touching only what differs. */
export function place(parent, nodes) {
  nodes.forEach((node, i) => {
    if (parent.children[i] !== node) parent.insertBefore(node, parent.children[i] ?? null);
  });
  while (parent.children.length > nodes.length) parent.lastElementChild.remove();
}

/**
 * Keeps one node per key. `create(key)` makes it, its `update(...inputs)` is called when an input
 * is another object than before. A node that is being edited (`held`) is left alone.
 */
export function keyed(create) {
  let kept = new Map();
  return (entries) => {
    const next = new Map();
    for (const [key, ...inputs] of entries) {
      const entry = kept.get(key) ?? { node: create(key) };
      if (!entry.node.held && !entry.inputs?.every((input, i) => input === inputs[i])) {
        entry.inputs = inputs;
        entry.node.update(...inputs);
      }
      next.set(key, entry);
    }
    kept = next;
    return [...next.values()].map((entry) => entry.node);
  };
}

/** Puts a field in the place of `shown` until Enter, Escape or, for one line, leaving it. */
export function edit(owner, shown, text, { label, lines = 1, save }) {
  const field = el(lines > 1 ? 'textarea' : 'input', { value: text, 'aria-label': label });
  if (lines > 1) field.rows = Math.min(8, text.split('\n').length + 1);
  const done = (keep) => {
    if (!owner.held) return;
    owner.held = false;
    const changed = field.value.trim();
    form.replaceWith(shown);
    if (keep && changed && changed !== text) save(changed);
  };
  const submit = (event) => {
    event.preventDefault();
    done(true);
  };
  const form = el('form.edit', { onsubmit: submit }, field);
  if (lines > 1)
    form.append(
      el('button.plain', { type: 'button', onclick: () => done(false) }, 'Cancel'),
      el('button.accent', {}, 'Save'),
    );
  else field.addEventListener('blur', () => done(true));
  field.addEventListener('keydown', (event) => {
    event.stopPropagation();
    if (event.key === 'Escape') done(false);
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) submit(event);
  });
  owner.held = true;
  shown.replaceWith(form);
  field.focus();
  field.select();
}
