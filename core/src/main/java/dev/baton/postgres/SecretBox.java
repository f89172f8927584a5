package dev.baton.postgres;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Encrypts what the store must be able to read again: AES-256-GCM with a random nonce.
///
/// ```
///   format (1 byte) | key id (4) | nonce (12) | ciphertext | tag (16)
/// ```
///
/// The key id is the beginning of the key's SHA-256, so that a secret knows its key when there is
/// more than one. Any thread.
public final class SecretBox {

  private static final byte FORMAT = 1;
  private static final int KEY_BYTES = 32;
  private static final int KEY_ID_BYTES = 4;
  private static final int HEADER_BYTES = 1 + KEY_ID_BYTES;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final SecureRandom random = new SecureRandom();
  private final SecretKeySpec key;
  private final byte[] header;

  private SecretBox(byte[] key) {
    this.key = new SecretKeySpec(key, "AES");
    this.header =
        ByteBuffer.allocate(HEADER_BYTES).put(FORMAT).put(sha256(key), 0, KEY_ID_BYTES).array();
  }

  /// A box with the key of the configuration.
  ///
  /// @throws IllegalArgumentException if it is not 32 bytes in base64
  public static SecretBox of(String base64Key) {
    byte[] key = decode(base64Key.strip());
    if (key.length != KEY_BYTES) {
      throw new IllegalArgumentException(
          "secrets.key (BATON_SECRETS_KEY) must be 32 random bytes in base64, as `openssl rand"
              + " -base64 32` prints them");
    }
    return new SecretBox(key);
  }

  public byte[] seal(String secret) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      byte[] sealed =
          cipher(Cipher.ENCRYPT_MODE, nonce).doFinal(secret.getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.allocate(HEADER_BYTES + NONCE_BYTES + sealed.length)
          .put(header)
          .put(nonce)
          .put(sealed)
          .array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("encrypt a secret", e);
    }
  }

  /// The secret that was sealed.
  ///
  /// @throws UnreadableSecret if it was sealed with another key, or altered
  public String open(byte[] sealed) {
    if (sealed.length < HEADER_BYTES + NONCE_BYTES
        || !Arrays.equals(sealed, 0, HEADER_BYTES, header, 0, HEADER_BYTES)) {
      throw new UnreadableSecret(
          "A stored secret was encrypted with another key. Set BATON_SECRETS_KEY to that key, or"
              + " enter the secret again.");
    }
    byte[] nonce = Arrays.copyOfRange(sealed, HEADER_BYTES, HEADER_BYTES + NONCE_BYTES);
    int start = HEADER_BYTES + NONCE_BYTES;
    try {
      byte[] secret =
          cipher(Cipher.DECRYPT_MODE, nonce).doFinal(sealed, start, sealed.length - start);
      return new String(secret, StandardCharsets.UTF_8);
    } catch (GeneralSecurityException e) {
      throw new UnreadableSecret("A stored secret is damaged. Enter it again.");
    }
  }

  /// Names the key, and tells nothing of it.
  @Override
  public String toString() {
    return "SecretBox[key " + HexFormat.of().formatHex(header, 1, HEADER_BYTES) + "]";
  }

  private Cipher cipher(int mode, byte[] nonce) throws GeneralSecurityException {
    var cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(header);
    return cipher;
  }

  private static byte[] decode(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      return new byte[0]; // its message would quote the key
    }
  }

  static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
