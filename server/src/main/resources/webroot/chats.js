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
  const times = [...named].map((id) => chats.get(id)?.updated_at ?? '').sort();
  const oldest = named.size < SNAPSHOT_SIZE ? '' : times[0];
  for (const [id, chat] of chats)
    if (!named.has(id) && chat.updated_at >= oldest) chats.delete(id);
}

export function newestFirst(chats) {
  return [...chats.values()]
    .filter((chat) => !chat.archived)
    .sort((a, b) => (a.updated_at < b.updated_at ? 1 : -1));
}
