/// The ports behind which PostgreSQL stands, one for each kind of caller:
///
/// | port | caller | rule |
/// | --- | --- | --- |
/// | [ChatStore] | people, through the API | every call takes an [Actor]; lock, decide, write, commit, publish |
/// | [TurnStore] | the worker that owns a chat | one statement whose `WHERE` is the fence |
/// | [StreamStore] | the feeds of watched chats | reads only, one snapshot a call |
/// | [LeaseStore] | the replica itself | by the database's clock |
/// | [AccountStore], [ModelStore] | people and the wiring | |
///
/// What must stay true: authorization happens here, so that no handler can forget it: first what
/// the credential was granted ([Scope]), then what the role allows; a chat that an actor may not
/// see does not exist; hints are published after the commit that caused them, never before;
/// whatever fails leaves the store as it was.
///
/// Futures complete on the caller's context. Refusals and absences are [StoreException]s; anything
/// else that fails is the database's trouble and may be tried again.
@org.jspecify.annotations.NullMarked
package dev.baton.store;
