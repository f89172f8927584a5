/// The seam between a feed and the replica that runs its chat.
///
/// A feed knows from the database which worker runs which episode. [PartsSource] brings it the
/// [dev.baton.parts.EpisodeLog] of that episode: the worker's own log if it runs here, or a mirror
/// that is filled over the network. Without a relay only what runs here is to be had, and watchers
/// elsewhere see the committed messages alone. A source decides nothing about chats.
@org.jspecify.annotations.NullMarked
package dev.baton.relay;
