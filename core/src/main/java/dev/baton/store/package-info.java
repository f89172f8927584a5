/// The ports behind which PostgreSQL stands, one for each kind of caller:
///
/// | port | caller | rule |
/// | --- | --- | --- |
/// | [ChatStore] | people, through the API | every call takes an [Actor]; lock, decide, write, commit, publish |
/// | [TurnStore] | the worker that owns a chat | one statement whose `WHERE` is the fence |
/// | [StreamStore] | the feeds of watched chats | reads only, one snapshot a call |
/// | [LeaseStore] | the replica itself | by the database's clock |
/// | [AccountStore] | whoever shows a credential, and the wiring | by the database's clock |
/// | [UserStore], [ModelStore] | admins | one writer at a time |
/// | [FileStore] | people who attach files, and the models that look at them | |
/// | [Idempotency] | people who ask twice | the key is part of the change's own transaction |
///
/// What must stay true: authorization happens here, so that no handler can forget it: first what
/// the credential was granted ([Scope]), then what the role allows; a chat that an actor may not
/// see does not exist; hints are published after the commit that caused them, never before;
/// whatever fails leaves the store as it was.
///
/// Futures complete on the caller's context. Refusals and absences are [StoreException]s, and so is
/// the database's trouble, [StoreException.Unavailable], which alone is worth another try; anything
/// else that fails is a fault of ours.
@org.jspecify.annotations.NullMarked
package dev.baton.store;
