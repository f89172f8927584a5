package dev.baton.server.http;

import dev.baton.chat.ChatId;
import dev.baton.store.AccountStore;
import dev.baton.store.Actor;
import dev.baton.store.StoreException;
import dev.baton.store.Token;
import dev.baton.store.User;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/// Accounts in memory: the secrets `admin`, `member` and `auditor` are tokens of such users.
public final class FakeAccounts implements AccountStore {

  public static final String LINK = "link-secret";

  public final Map<String, Authenticated> known = new ConcurrentHashMap<>();
  public final Set<String> links = ConcurrentHashMap.newKeySet();
  public final Map<String, UUID> tickets = new ConcurrentHashMap<>();
  public final AtomicInteger lookUps = new AtomicInteger();
  public volatile boolean unreachable;
  private final FakeStores log;

  FakeAccounts(FakeStores log) {
    this.log = log;
    for (var role : Actor.Role.values()) {
      add(role.wireName(), Samples.user(role), Token.Kind.API);
    }
    links.add(LINK);
  }

  public void add(String secret, User user, Token.Kind kind) {
    known.put(secret, new Authenticated(user, Samples.token(user, kind)));
  }

  public Authenticated who(String secret) {
    return Optional.ofNullable(known.get(secret)).orElseThrow();
  }

  public String signIn(Actor.Role role) {
    String secret = "session-" + UUID.randomUUID();
    add(secret, Samples.user(role), Token.Kind.SESSION);
    return secret;
  }

  @Override
  public Future<User> ensureAdmin() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Future<Optional<Authenticated>> authenticate(String secret) {
    lookUps.incrementAndGet();
    return unreachable
        ? Future.failedFuture("no database")
        : Future.succeededFuture(Optional.ofNullable(known.get(secret)));
  }

  @Override
  public Future<Token> addToken(
      User user, Token.Kind kind, String name, String secret, Optional<Duration> validFor) {
    var token = Samples.token(user, kind);
    known.put(secret, new Authenticated(user, token));
    return log.answer(token, "addToken", kind, name, validFor);
  }

  @Override
  public Future<Set<Access>> stillGood(Collection<Access> held) {
    lookUps.incrementAndGet();
    return unreachable
        ? Future.failedFuture("no database")
        : Future.succeededFuture(held.stream().filter(this::isGood).collect(Collectors.toSet()));
  }

  private boolean isGood(Access access) {
    return known.values().stream()
        .anyMatch(each ->
            each.token().id().equals(access.token()) && each.user().role() == access.role());
  }

  @Override
  public Future<Token> createToken(Actor actor, UUID by, TokenDraft draft, String secret) {
    var user = Samples.user(actor.role());
    var token = Samples.token(user, Token.Kind.API);
    known.put(secret, new Authenticated(user, token));
    return log.answer(token, "createToken", draft);
  }

  @Override
  public Future<Instant> addTicket(Actor actor, UUID by, ChatId chat, String secret) {
    tickets.put(secret, by);
    return log.answer(Samples.NOW, "addTicket", chat);
  }

  @Override
  public Future<Optional<Authenticated>> redeemTicket(String secret, ChatId chat) {
    var by = Optional.ofNullable(tickets.remove(secret));
    return Future.succeededFuture(
        by.flatMap(id ->
            known.values().stream().filter(each -> each.token().id().equals(id)).findFirst()));
  }

  @Override
  public Future<Void> sweep() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Future<Optional<User>> redeemLink(String secret) {
    return Future.succeededFuture(
        links.remove(secret) ? Optional.of(Samples.user(Actor.Role.ADMIN)) : Optional.empty());
  }

  @Override
  public Future<List<Token>> tokens(Actor actor) {
    var all = known.values().stream().map(Authenticated::token);
    return log.answer(all.filter(token -> token.userId().equals(actor.id())).toList(), "tokens");
  }

  @Override
  public Future<Void> deleteToken(Actor actor, UUID id) {
    boolean gone = known.values().removeIf(each -> each.token().id().equals(id));
    return gone
        ? log.done("deleteToken", id)
        : Future.failedFuture(new StoreException.NotFound("Token"));
  }

  @Override
  public Future<User> user(Actor actor) {
    return Future.succeededFuture(Samples.user(actor.role()));
  }
}
