package dev.baton.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.server.auth.PasswordSignIn;
import dev.baton.store.Actor;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Reads what people say about users, themselves among them. Passwords come out in clear and are
/// hashed next.
final class UserDecoder {

  private static final int LONGEST_NAME = 200;
  private static final int LONGEST_EMAIL = 254;
  private static final int SHORTEST_PASSWORD = 12;
  private static final int LONGEST_PASSWORD = 256;
  private static final Pattern EMAIL = Pattern.compile("[^\\s@\\p{Cntrl}]+@[^\\s@\\p{Cntrl}]+");

  private UserDecoder() {}

  /// The records hide the passwords they carry.
  record NewUser(String email, String name, Actor.Role role, Optional<String> password) {
    @Override
    public String toString() {
      return "NewUser[" + email + "]";
    }
  }

  record ChangedUser(
      Optional<String> email,
      Optional<String> name,
      Optional<Actor.Role> role,
      Optional<String> password,
      Optional<Boolean> suspended) {
    @Override
    public String toString() {
      return "ChangedUser[" + email + "]";
    }
  }

  record ChangedSelf(
      Optional<String> name, Optional<String> password, Optional<String> currentPassword) {
    @Override
    public String toString() {
      return "ChangedSelf";
    }
  }

  record SignIn(String email, String password) {
    @Override
    public String toString() {
      return "SignIn";
    }
  }

  static NewUser draft(ObjectNode body) {
    var validation = new Validation();
    var fields = Fields.of(body, validation);
    var email = fields.required("email", email(fields)).orElse("");
    var draft =
        new NewUser(
            email,
            fields.name("name", LONGEST_NAME).orElse(email),
            role(fields).orElse(Actor.Role.MEMBER),
            password(fields));
    validation.finish();
    return draft;
  }

  static ChangedUser patch(ObjectNode body) {
    var validation = new Validation();
    var fields = Fields.of(body, validation);
    var patch =
        new ChangedUser(
            email(fields),
            fields.name("name", LONGEST_NAME),
            role(fields),
            password(fields),
            fields.flag("suspended"));
    validation.finish();
    return patch;
  }

  static ChangedSelf own(ObjectNode body) {
    var validation = new Validation();
    var fields = Fields.of(body, validation);
    var patch =
        new ChangedSelf(
            fields.name("name", LONGEST_NAME),
            password(fields),
            bounded(fields, "current_password"));
    validation.finish();
    return patch;
  }

  static SignIn signIn(ObjectNode body) {
    var validation = new Validation();
    var fields = Fields.of(body, validation);
    var signIn =
        new SignIn(
            fields.required("email", bounded(fields, "email")).orElse(""),
            fields.required("password", bounded(fields, "password")).orElse(""));
    validation.finish();
    return signIn;
  }

  private static Optional<String> email(Fields fields) {
    var email = fields.name("email", LONGEST_EMAIL).map(PasswordSignIn::normal);
    if (email.filter(text -> !EMAIL.matcher(text).matches()).isPresent()) {
      fields.reject("email", "must be an email address.");
    }
    return email;
  }

  private static Optional<Actor.Role> role(Fields fields) {
    var name = fields.text("role");
    var role =
        name.flatMap(wanted ->
            Arrays.stream(Actor.Role.values())
                .filter(each -> each.wireName().equals(wanted))
                .findFirst());
    if (name.isPresent() && role.isEmpty()) {
      fields.reject(
          "role",
          "must be one of "
              + Arrays.stream(Actor.Role.values())
                  .map(Actor.Role::wireName)
                  .collect(Collectors.joining(", "))
              + ".");
    }
    return role;
  }

  /// Blanks belong to it.
  private static Optional<String> password(Fields fields) {
    var password = fields.text("password");
    int length =
        password.map(text -> text.codePointCount(0, text.length())).orElse(LONGEST_PASSWORD);
    if (length < SHORTEST_PASSWORD || length > LONGEST_PASSWORD) {
      fields.reject(
          "password",
          "must have " + SHORTEST_PASSWORD + " to " + LONGEST_PASSWORD + " characters.");
    }
    return password;
  }

  /// What is only compared may be anything, but not of any length.
  private static Optional<String> bounded(Fields fields, String name) {
    var text = fields.text(name);
    if (text.filter(given -> given.isEmpty() || given.length() > 2 * LONGEST_PASSWORD)
        .isPresent()) {
      fields.reject(name, "must have 1 to " + 2 * LONGEST_PASSWORD + " characters.");
    }
    return text;
  }
}
