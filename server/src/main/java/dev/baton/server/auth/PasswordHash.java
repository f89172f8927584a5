package dev.baton.server.auth;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/// A salted PBKDF2-HMAC-SHA512 of a password, with all that is needed to check one against it:
///
/// ```
///   pbkdf2-sha512$<iterations>$<salt, base64>$<hash, base64>
/// ```
///
/// so that the price can be raised and old hashes still match. Equal passwords that are typed in
/// different ways (composed and decomposed letters) are one password.
final class PasswordHash {

  /// What OWASP's Password Storage Cheat Sheet asks for.
  static final int ITERATIONS = 210_000;

  private static final String SCHEME = "pbkdf2-sha512";
  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final int iterations;
  private final byte[] salt;
  private final byte[] hash;

  private PasswordHash(int iterations, byte[] salt, byte[] hash) {
    this.iterations = iterations;
    this.salt = salt;
    this.hash = hash;
  }

  static PasswordHash of(String password, int iterations) {
    byte[] salt = new byte[SALT_BYTES];
    RANDOM.nextBytes(salt);
    return new PasswordHash(iterations, salt, derive(password, salt, iterations));
  }

  /// Costs what every other one costs to compare with, and no password leads to it.
  static PasswordHash unmatchable(int iterations) {
    return new PasswordHash(iterations, new byte[SALT_BYTES], new byte[HASH_BYTES]);
  }

  /// Reads what [#text] wrote.
  ///
  /// @throws IllegalArgumentException if it is something else
  static PasswordHash parse(String text) {
    String[] fields = text.split("\\$", -1);
    if (fields.length != 4 || !fields[0].equals(SCHEME)) {
      throw new IllegalArgumentException("a stored password has an unknown format");
    }
    var base64 = Base64.getDecoder();
    return new PasswordHash(
        Integer.parseInt(fields[1]), base64.decode(fields[2]), base64.decode(fields[3]));
  }

  String text() {
    var base64 = Base64.getEncoder().withoutPadding();
    return String.join(
        "$",
        SCHEME,
        String.valueOf(iterations),
        base64.encodeToString(salt),
        base64.encodeToString(hash));
  }

  boolean matches(String password) {
    return MessageDigest.isEqual(hash, derive(password, salt, iterations));
  }

  private static byte[] derive(String password, byte[] salt, int iterations) {
    var spec =
        new PBEKeySpec(
            Normalizer.normalize(password, Normalizer.Form.NFKC).toCharArray(),
            salt,
            iterations,
            HASH_BYTES * Byte.SIZE);
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512").generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has PBKDF2WithHmacSHA512", e);
    } finally {
      spec.clearPassword();
    }
  }
}
