package dev.baton.server.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/// Makes secrets, and digests them where they are only compared.
public final class Secrets {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private Secrets() {}

  /// For a program; the prefix lets scanners of leaked secrets recognise it.
  public static String apiToken() {
    return "baton_" + random();
  }

  /// For one stream.
  public static String ticket() {
    return random();
  }

  public static String session() {
    return random();
  }

  /// 256 bits.
  private static String random() {
    byte[] bytes = new byte[32];
    RANDOM.nextBytes(bytes);
    return BASE64.encodeToString(bytes);
  }

  static String digest(String secret) {
    try {
      var sha256 = MessageDigest.getInstance("SHA-256");
      return BASE64.encodeToString(sha256.digest(secret.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
