package dev.baton.store;

import dev.baton.chat.ChatId;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// What people and programs get in with. Secrets are random, at least 128 bits, and stored as
/// SHA-256. Whether something has expired is judged by the database's clock.
public interface AccountStore {

  /// The first user, `admin`, is created if there is none.
  Future<User> ensureAdmin();

  /// The user behind a secret of one of the kinds, if it is neither expired nor withdrawn and the
  /// user is not suspended.
  Future<Optional<Authenticated>> authenticate(String secret);

  record Authenticated(User user, Token token) {}

  /// Which of these are good still: the credential is there and not expired, its user is not
  /// suspended and has the same role, and the chat, unless it was deleted, may be seen. One
  /// statement, however many are asked for.
  Future<Set<Access>> stillGood(Collection<Access> held);

  /// What an open stream stands on.
  ///
  /// @param chat the one that is streamed; empty for a list of chats
  record Access(UUID token, Actor.Role role, Optional<ChatId> chat) {}

  /// Adds a credential for whoever has just shown to be this user, with a secret chosen by the
  /// caller; the same secret again changes nothing.
  Future<Token> addToken(
      User user, Token.Kind kind, String name, String secret, Optional<Duration> validFor);

  /// Makes a token for the actor's programs. It can do no more than the credential that asks for
  /// it, and lives no longer than that if it is a token, too.
  ///
  /// @param by the credential that asks for it
  Future<Token> createToken(Actor actor, UUID by, TokenDraft draft, String secret);

  /// A token to be made.
  ///
  /// @param scopes empty = those of the credential that asks for it
  /// @param validFor empty = as long as possible
  record TokenDraft(String name, Optional<Set<Scope>> scopes, Optional<Duration> validFor) {}

  /// Uses up a sign-in link. It stays as used, so that adding the same secret again does not renew
  /// it.
  ///
  /// @return the user it signs in, once
  Future<Optional<User>> redeemLink(String secret);

  /// The actor's own.
  Future<List<Token>> tokens(Actor actor);

  /// An actor's own token, or any for an admin.
  Future<Void> deleteToken(Actor actor, UUID id);

  /// Makes a ticket for one stream of a chat that the actor may see, good for [#TICKET_TTL].
  ///
  /// @param by the credential that asks for it; the ticket ends with it
  /// @return until when it is good
  Future<Instant> addTicket(Actor actor, UUID by, ChatId chat, String secret);

  Duration TICKET_TTL = Duration.ofSeconds(30);

  /// Uses up a ticket.
  ///
  /// @return whose credential it was made with; empty if it is unknown, used, expired or for
  ///   another chat
  Future<Optional<Authenticated>> redeemTicket(String secret, ChatId chat);

  Future<User> user(Actor actor);

  /// Deletes what has expired, a batch of each kind: tokens, sessions, tickets, links that were not
  /// used, and the memory of failed tries to sign in.
  Future<Void> sweep();
}
