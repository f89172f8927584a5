// Puts the page together: who is signed in, which chat is open, and when to draw.

import { get, onSignedOut, patch, post } from './api.js';
import { chatList } from './chatlist.js';
import { noChats, receiveChats } from './chats.js';
import { composer } from './composer.js';
import { $, el } from './dom.js';
import { follow } from './socket.js';
import { cursor, nothing, receive, resumed } from './stream.js';
import { timeline } from './timeline.js';

const GONE = [400, 403, 404]; // there is no use in asking for this chat again

let list = noChats();
let models = null; // not known yet
let openId = null;
let state = nothing();
let leaveChat = () => {};
let leaveList = () => {};
const away = { list: false, chat: false };
let drawing = false;

const listing = chatList({ perform, archive, draw });
const view = timeline({ perform, draw });
const input = composer({ perform, create, draw, sent: view.follow });

// Drawing: at most once a frame, whatever has come in.

function draw() {
  if (drawing) return;
  drawing = true;
  requestAnimationFrame(() => {
    drawing = false;
    const chat = list.chats.get(openId);
    const title = chat?.title || 'New chat';
    document.title = openId ? `${title} – Baton` : 'Baton';
    if (!$('head').held) $('title').textContent = title;
    $('away').hidden = !away.list && !away.chat;
    $('capacity').hidden = !chat?.queued_for_capacity;
    $('archived').hidden = !chat?.archived;
    $('composer').hidden = Boolean(chat?.archived);
    $('hello').hidden = openId !== null;
    $('no-models').hidden = openId !== null || models?.length !== 0;
    $('models').hidden = openId !== null || !models?.length;
    listing.render(list, openId);
    view.render(openId, state);
    input.render(state, openId || models?.length);
  });
}

// The countdown of a retry is the one thing that changes by itself.
setInterval(() => state.retry && draw(), 500);

/** Says what went wrong, and answers whether nothing did. */
async function perform(promise) {
  try {
    await promise;
    return true;
  } catch (failure) {
    toast(failure.message);
    return false;
  }
}

function toast(text, label, action) {
  const undo = () => {
    $('toast').hidden = true;
    action();
  };
  const button = label ? [el('button.plain', { type: 'button', onclick: undo }, label)] : [];
  $('toast').replaceChildren(text, ...button);
  $('toast').hidden = false;
  clearTimeout(toast.timer);
  toast.timer = setTimeout(() => ($('toast').hidden = true), 7_000);
}

// The chat list.

function watch() {
  leaveList = follow({
    path: () => '/api/v1/chats/watch',
    received(events, first) {
      list = receiveChats(list, events, first);
      draw();
      return true;
    },
    refused: () => get('/users/me').catch(() => {}),
    ...link('list'),
  });
}

function link(which) {
  const set = (value) => {
    away[which] = value;
    draw();
  };
  return { live: () => set(false), waiting: () => set(true) };
}

async function archive(id) {
  const set = (archived) => patch(`/chats/${id}`, { archived });
  if (!(await perform(set(true)))) return;
  if (id === openId) location.hash = '';
  toast('Chat archived', 'Undo', () => perform(set(false)));
}

async function create(content) {
  const chat = await post('/chats', { content, model_config_id: $('models').value || undefined });
  learn(chat);
  location.hash = chat.id;
}

function learn(chat) {
  list = receiveChats(list, [{ kind: 'updated', chat }], false);
  draw();
}

// The open chat.

function route() {
  leaveChat();
  document.body.classList.remove('drawer');
  openId = /^#([\w-]+)$/.exec(location.hash)?.[1] ?? null;
  state = nothing();
  away.chat = false;
  input.open(openId);
  view.follow();
  draw();
  leaveChat = openId ? stream(openId) : () => {};
}

function stream(id) {
  const look = () =>
    get(`/chats/${id}`).then(
      learn,
      ({ status, message }) => GONE.includes(status) && close(message),
    );
  const close = (message) => {
    if (openId !== id) return;
    toast(message);
    location.hash = '';
  };
  if (!list.chats.has(id)) look();
  return follow({
    path: () => `/api/v1/chats/${id}/stream${cursor(state)}`,
    received(events, first) {
      state = receive(first ? resumed(state) : state, events);
      draw();
      return !state.broken;
    },
    refused: look,
    ...link('chat'),
    ended: (reason) => close(reason || 'This chat is no longer there'),
  });
}

// Models.

async function loadModels() {
  const { providers = [{}], models: flat } = await get('/models');
  models = flat ?? providers.flatMap((provider) => provider.models ?? []);
  const option = ({ id, display_name, model, is_default }) =>
    el('option', { value: id, selected: Boolean(is_default) }, display_name || model);
  $('models').replaceChildren(...models.map(option));
  draw();
}

async function addDemoModel() {
  const provider = await post('/model-providers', { provider: 'scripted', display_name: 'Demo' });
  await post('/model-configs', {
    model_provider_id: provider.id,
    model: 'demo',
    display_name: 'Demo',
    context_limit: 100_000,
    is_default: true,
  });
  await loadModels();
}

// Signing in and out.

function signIn() {
  leaveChat();
  leaveList();
  document.body.className = 'signed-out';
}

$('signin').addEventListener('submit', async (event) => {
  event.preventDefault();
  const { email, password } = Object.fromEntries(new FormData(event.target));
  $('refused').textContent = '';
  await post('/auth/login', { email, password }).then(
    () => location.reload(),
    ({ message }) => ($('refused').textContent = message),
  );
});

async function start() {
  onSignedOut(signIn);
  const me = await get('/users/me');
  $('me').textContent = me.name || me.username || me.email || me.role;
  $('add-demo').hidden = me.role !== 'admin';
  $('ask-admin').hidden = me.role === 'admin';
  document.body.className = 'signed-in';
  perform(loadModels());
  watch();
  addEventListener('hashchange', route);
  route();
}

$('signout').addEventListener('click', () => perform(post('/auth/logout').then(signIn)));
$('add-demo').addEventListener('click', () => perform(addDemoModel()));
$('unarchive').addEventListener('click', () =>
  perform(patch(`/chats/${openId}`, { archived: false })),
);
$('title').addEventListener('dblclick', () => {
  if (openId) listing.rename($('head'), $('title'), $('title').textContent, openId);
});
$('open-list').addEventListener('click', () => {
  document.body.classList.add('drawer');
  $('new').focus();
});
$('backdrop').addEventListener('click', () => document.body.classList.remove('drawer'));
addEventListener('keydown', ({ key }) => {
  if (key === 'Escape') document.body.classList.remove('drawer');
});

start().catch(({ status, message }) => {
  if (status !== 401) toast(message, 'Try again', () => location.reload());
});
