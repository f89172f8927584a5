package dev.baton.server.accounts;

import static dev.baton.server.accounts.Client.bearer;
import static dev.baton.server.accounts.Client.none;
import static dev.baton.server.accounts.Client.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.joran.spi.JoranException;
import ch.qos.logback.core.read.ListAppender;
import dev.baton.server.http.TestServer;
import dev.baton.server.http.TestServer.Answer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/// What tokens may do, and tickets.
final class TokensTest {

  private static final Replicas replicas = new Replicas();
  private static final String ADMIN = Replicas.ADMIN;

  private final Client here = replicas.first;
  private final Client there = replicas.second;

  @AfterEach
  void clear() {
    replicas.clear();
  }

  @AfterAll
  static void stop() {
    replicas.close();
  }

  private static final String HELLO = "{\"content\":[{\"type\":\"text\",\"text\":\"hi\"}]}";

  private static final String ROUTER = "io.vertx.ext.web";

  private String person = "";
  private String chat = "";

  @BeforeEach
  void prepare() {
    replicas.addModel();
    person = replicas.person("member");
    chat = text(here.post(person, "/chats", HELLO), "id");
  }

  @Test
  void a_token_says_what_it_may_do_and_shows_its_secret_once() {
    var made = make(person, "\"scopes\":[\"chat:read\",\"chat:create\"],\"expires_in\":60");
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    assertThat(made.json().path("scopes").toString()).isEqualTo("[\"chat:create\",\"chat:read\"]");
    var expires = Instant.parse(text(made, "expires_at"));
    var created = Instant.parse(text(made, "created_at"));
    assertThat(expires).isCloseTo(created.plusSeconds(60), within(1, ChronoUnit.SECONDS));
    var listed = here.get(person, "/tokens").body();
    assertThat(listed).contains(text(made, "id")).doesNotContain(text(made, "token"));
    assertThat(make(person, "\"name\":\"b\"").json().path("scopes").toString())
        .as("all that the user may")
        .isEqualTo("[\"all\"]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // held, method, path, the scope that is missing
        "chat:read   | POST   | /chats                       | chat:create",
        "chat:create | GET    | /chats                       | chat:read",
        "chat:update | GET    | /chats/{chat}                | chat:read",
        "chat:update | GET    | /chats/{chat}/messages       | chat:read",
        "chat:update | GET    | /chats/{chat}/stream         | chat:read",
        "chat:update | GET    | /chats/watch                 | chat:read",
        "chat:update | POST   | /chats/{chat}/stream-ticket  | chat:read",
        "chat:read   | POST   | /chats/{chat}/messages       | chat:update",
        "chat:read   | PATCH  | /chats/{chat}                | chat:update",
        "chat:read   | POST   | /chats/{chat}/interrupt      | chat:update",
        "chat:read   | POST   | /chats/{chat}/title/regenerate | chat:update",
        "chat:update | DELETE | /chats/{chat}                | chat:delete",
        "chat:*      | GET    | /models                      | model:read",
        "chat:*      | GET    | /model-providers             | model:read",
        "chat:*      | GET    | /model-configs               | model:read",
        "chat:*      | GET    | /tokens                      | all",
        "chat:*      | DELETE | /tokens/{chat}               | all",
        "chat:*      | PATCH  | /users/me                    | all"
      })
  void a_missing_scope_is_named(String held, String method, String path, String missing) {
    var token = text(make(person, "\"scopes\":[\"" + held + "\"]"), "token");
    var place = path.replace("{chat}", chat);
    var body =
        switch (method) {
          case "POST" -> HELLO;
          case "PATCH" -> "{\"title\":\"t\",\"name\":\"n\"}";
          default -> "";
        };
    var answer =
        path.endsWith("/stream") || path.endsWith("/watch")
            ? here.refusedUpgrade(place, bearer(token))
            : here.ask(method, place, body, bearer(token));
    assertThat(answer.status()).as(answer.body()).isEqualTo(403);
    assertThat(text(answer, "message")).isEqualTo("This token lacks the scope " + missing + ".");
  }

  @ParameterizedTest
  @CsvSource({"/users", "/replicas"})
  void an_admins_token_for_chats_administrates_nothing(String path) {
    var token = text(make(ADMIN, "\"scopes\":[\"chat:*\",\"model:read\"]"), "token");
    var refused = here.get(token, path);
    assertThat(refused.status()).isEqualTo(403);
    assertThat(text(refused, "message")).isEqualTo("This token lacks the scope all.");
    var provider = here.post(token, "/model-providers", "{\"provider\":\"scripted\"}");
    assertThat(text(provider, "message")).isEqualTo("This token lacks the scope all.");
  }

  @Test
  void what_a_token_was_granted_it_may_do() {
    var token = text(make(person, "\"scopes\":[\"chat:*\",\"model:read\"]"), "token");
    var own = text(here.post(token, "/chats", HELLO), "id");
    assertThat(here.get(token, "/chats/" + own).status()).isEqualTo(200);
    assertThat(here.patch(token, "/chats/" + own, "{\"title\":\"t\"}").status()).isEqualTo(204);
    assertThat(here.delete(token, "/chats/" + own).status()).as("not archived").isEqualTo(409);
    assertThat(here.get(token, "/models").status()).isEqualTo(200);
    assertThat(here.get(token, "/users/me").status()).isEqualTo(200);
  }

  @Test
  void a_token_makes_no_token_that_may_more_or_lives_longer() {
    var limited = text(make(person, "\"scopes\":[\"chat:*\"],\"expires_in\":600"), "token");
    for (var scope : List.of("all", "model:read")) {
      var refused = make(limited, "\"scopes\":[\"chat:read\",\"" + scope + "\"]");
      assertThat(refused.status()).isEqualTo(403);
      assertThat(text(refused, "message")).contains(scope);
    }
    var heir = make(limited, "\"expires_in\":100000");
    assertThat(heir.status()).as(heir.body()).isEqualTo(201);
    assertThat(heir.json().path("scopes").toString()).isEqualTo("[\"chat:*\"]");
    assertThat(Instant.parse(text(heir, "expires_at")))
        .isBefore(Instant.parse(text(heir, "created_at")).plusSeconds(601));
    assertThat(make(limited, "\"scopes\":[\"chat:read\"]").status()).isEqualTo(201);
  }

  @Test
  void an_expired_token_lets_nobody_in() {
    var token = text(make(person, "\"expires_in\":60"), "token");
    replicas.sql("UPDATE tokens SET expires_at = now() - interval '1 second' WHERE name = 'a'");
    assertThat(here.get(token, "/users/me").status()).isEqualTo(401);
  }

  @Test
  void a_ticket_opens_one_stream_of_one_chat_once_on_any_replica() {
    var answer = here.post(person, "/chats/" + chat + "/stream-ticket", "{}");
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    assertThat(Instant.parse(text(answer, "expires_at")))
        .isCloseTo(Instant.now(), within(60, ChronoUnit.SECONDS));
    var other = text(here.post(person, "/chats", HELLO), "id");
    var ticket = "?ticket=" + text(answer, "ticket");
    assertTurnedAway(there.refusedUpgrade("/chats/" + other + "/stream" + ticket, none()));
    assertTurnedAway(there.refusedUpgrade("/chats/watch" + ticket, none()));
    assertTurnedAway(there.ask("GET", "/chats/" + chat + ticket, "", none()));
    TestServer.await(there.socket("/chats/" + chat + "/stream" + ticket, none()));
    assertTurnedAway(here.refusedUpgrade("/chats/" + chat + "/stream" + ticket, none()));
    assertTurnedAway(there.refusedUpgrade("/chats/" + chat + "/stream" + ticket, none()));
  }

  @Test
  void a_ticket_opens_server_sent_events_too() {
    var ticket = ticket();
    TestServer.await(here.events("/chats/" + chat + "/stream?ticket=" + ticket, none()));
    assertTurnedAway(here.refusedUpgrade("/chats/" + chat + "/stream?ticket=" + ticket, none()));
  }

  @Test
  void an_expired_ticket_opens_nothing() {
    var ticket = ticket();
    replicas.sql("UPDATE stream_tickets SET expires_at = expires_at - interval '30 seconds'");
    assertTurnedAway(here.refusedUpgrade("/chats/" + chat + "/stream?ticket=" + ticket, none()));
  }

  @Test
  void a_ticket_ends_with_the_token_that_made_it() {
    var token = text(make(person, "\"scopes\":[\"chat:read\"]"), "token");
    var answer = here.post(token, "/chats/" + chat + "/stream-ticket", "{}");
    replicas.sql("DELETE FROM tokens WHERE name = 'a'");
    assertTurnedAway(
        here.refusedUpgrade("/chats/" + chat + "/stream?ticket=" + text(answer, "ticket"), none()));
  }

  @Test
  void a_ticket_is_in_no_log() {
    var ticket = ticket();
    var root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    var level = root.getLevel();
    var log = new ListAppender<ILoggingEvent>();
    log.start();
    root.addAppender(log);
    root.setLevel(Level.TRACE);
    var path = "/chats/" + chat + "/stream?ticket=" + ticket;
    try {
      TestServer.await(here.socket(path, none()));
      assertTurnedAway(here.refusedUpgrade(path, none()));
      assertTurnedAway(here.ask("GET", path + "&after_id=x", "", none()));
    } finally {
      root.detachAppender(log);
      root.setLevel(level);
    }
    assertThat(log.list)
        .filteredOn(event -> !event.getLoggerName().startsWith(ROUTER))
        .extracting(event -> event.getFormattedMessage() + event.getKeyValuePairs())
        .noneMatch(line -> line.contains(ticket));
  }

  /// It tells whole addresses at TRACE.
  @Test
  void the_routers_log_has_a_floor_whatever_the_level() throws JoranException {
    var context = new LoggerContext();
    var configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(
        Optional.ofNullable(TokensTest.class.getResource("/logback.xml")).orElseThrow());
    context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.TRACE);
    assertThat(context.getLogger(ROUTER + ".impl.RouterImpl").isDebugEnabled()).isFalse();
  }

  @Test
  void there_is_no_ticket_for_a_chat_that_may_not_be_seen() {
    var stranger = replicas.person("member");
    for (var id : List.of(chat, UUID.randomUUID().toString())) {
      assertThat(here.post(stranger, "/chats/" + id + "/stream-ticket", "{}").status())
          .isEqualTo(404);
    }
    var auditor = replicas.person("auditor");
    assertThat(here.post(auditor, "/chats/" + chat + "/stream-ticket", "{}").status())
        .isEqualTo(201);
  }

  private String ticket() {
    return text(here.post(person, "/chats/" + chat + "/stream-ticket", "{}"), "ticket");
  }

  private Answer make(String by, String more) {
    var name = more.contains("\"name\"") ? "" : "\"name\":\"a\",";
    return here.post(by, "/tokens", "{" + name + more + "}");
  }

  private static void assertTurnedAway(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(401);
  }
}
