// The chat list as a function of the `watch` events. A connection begins with a snapshot of the
// newest chats and a `synced`; what the snapshot should have named but did not is gone.

const SNAPSHOT_SIZE = 50;

export const noChats = () => ({ chats: new Map(), named: new Set(), synced: false });

/** `first` says that the frame is the first of its connection. */
export function receiveChats(list, events, first) {
  const chats = new Map(list.chats);
  const named = first ? new Set() : new Set(list.named);
  let synced = list.synced;
  for (const { kind, type = kind, chat, chats: many = chat ? [chat] : [] } of events) {
    for (const each of many) {
      named.add(each.id);
      if (type === 'deleted') chats.delete(each.id);
      else chats.set(each.id, each);
    }
    if (type === 'synced') {
      forgetUnnamed(chats, named);
      synced = true;
    }
  }
  return { chats, named, synced };
}

function forgetUnnamed(chats, named) {
  const times = [...named].flatMap((id) => (chats.has(id) ? updated(chats.get(id)) : []));
  const oldest = named.size < SNAPSHOT_SIZE ? 0 : Math.min(...times);
  for (const [id, chat] of chats) if (!named.has(id) && updated(chat) >= oldest) chats.delete(id);
}

// As numbers: the fraction of a second may be missing, so the texts do not sort.
const updated = (chat) => Date.parse(chat.updated_at);

export function newestFirst(chats) {
  return [...chats.values()]
    .filter((chat) => !chat.archived)
    .sort((a, b) => updated(b) - updated(a));
}
