/// Who is asking: credentials of a request, and the user behind them.
///
/// A program sends `Authorization: Bearer`, a browser the `baton_session` cookie; the header wins
/// when both are there. A secret is looked up in [dev.baton.store.AccountStore] and the answer is
/// kept for at most a second, so that a token, user or role that is withdrawn stops working within
/// that second on every replica; that a secret is unknown is never kept, so a new one works at
/// once.
///
/// What must stay true:
///
/// - Secrets are in no log and no message; the cache holds their digests only.
/// - A cookie travels with whatever a browser is made to send, so it changes nothing and opens no
///   WebSocket unless [SameOrigin] finds that the page asking is ours.
/// - A sign-in link is good for signing in and for nothing else, and a ticket for the one stream
///   that it opens.
/// - A password costs the same to check whether or not there is such a user, and no event loop pays
///   for it ([Passwords]).
/// - When the database cannot be asked, nobody is let in and nobody is told to sign in again: the
///   failure is passed on as it is.
@org.jspecify.annotations.NullMarked
package dev.baton.server.auth;
