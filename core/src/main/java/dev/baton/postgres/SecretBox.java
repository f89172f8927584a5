package dev.baton.postgres;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Encrypts what the store must be able to read again: AES-256-GCM with a random nonce.
///
/// ```
///   format (1 byte) | key id (4) | nonce (12) | ciphertext | tag (16)
/// ```
///
/// The key id is the beginning of the key's SHA-256, so that a secret names its key: the first key
/// seals, and all of them open. Any thread.
public final class SecretBox {

  static final int HEADER_BYTES = 1 + 4;

  private static final byte FORMAT = 1;
  private static final int KEY_BYTES = 32;
  private static final int KEY_ID_BYTES = HEADER_BYTES - 1;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private static final class Key {

    final SecretKeySpec secret;

    /// What everything that the key has sealed begins with.
    final byte[] header;

    Key(byte[] key) {
      this.secret = new SecretKeySpec(key, "AES");
      this.header =
          ByteBuffer.allocate(HEADER_BYTES).put(FORMAT).put(sha256(key), 0, KEY_ID_BYTES).array();
    }

    boolean hasSealed(byte[] sealed) {
      return sealed.length >= HEADER_BYTES + NONCE_BYTES
          && Arrays.equals(sealed, 0, HEADER_BYTES, header, 0, HEADER_BYTES);
    }

    @Override
    public String toString() {
      return id(header);
    }
  }

  private final SecureRandom random = new SecureRandom();
  private final Key current;
  private final List<Key> all;

  private SecretBox(List<Key> all) {
    this.current = all.getFirst();
    this.all = List.copyOf(all);
  }

  /// A box with the key of the configuration.
  ///
  /// @throws IllegalArgumentException if it is not 32 bytes in base64
  public static SecretBox of(String base64Key) {
    return of(base64Key, List.of());
  }

  /// A box that seals with one key, and opens what other keys have sealed, too.
  ///
  /// @throws IllegalArgumentException if one is not 32 bytes in base64
  public static SecretBox of(String base64Key, List<String> othersInBase64) {
    var keys = new ArrayList<Key>();
    keys.add(key(base64Key, "secrets.key (BATON_SECRETS_KEY)"));
    for (String other : othersInBase64) {
      keys.add(key(other, "Each of secrets.previous-keys (BATON_SECRETS_PREVIOUS_KEYS)"));
    }
    return new SecretBox(keys);
  }

  public byte[] seal(String secret) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      byte[] sealed =
          cipher(Cipher.ENCRYPT_MODE, current, nonce)
              .doFinal(secret.getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.allocate(HEADER_BYTES + NONCE_BYTES + sealed.length)
          .put(current.header)
          .put(nonce)
          .put(sealed)
          .array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("encrypt a secret", e);
    }
  }

  /// The secret that was sealed.
  ///
  /// @throws UnreadableSecret if it was sealed with a key that is not here, or altered
  public String open(byte[] sealed) {
    var key = all.stream().filter(each -> each.hasSealed(sealed)).findFirst();
    return open(key.orElseThrow(() -> missingKey(sealed)), sealed);
  }

  /// What everything that is sealed from now on begins with.
  byte[] header() {
    return current.header.clone();
  }

  private static String open(Key key, byte[] sealed) {
    byte[] nonce = Arrays.copyOfRange(sealed, HEADER_BYTES, HEADER_BYTES + NONCE_BYTES);
    int start = HEADER_BYTES + NONCE_BYTES;
    try {
      byte[] secret =
          cipher(Cipher.DECRYPT_MODE, key, nonce).doFinal(sealed, start, sealed.length - start);
      return new String(secret, StandardCharsets.UTF_8);
    } catch (GeneralSecurityException e) {
      throw new UnreadableSecret("A stored secret is damaged. Enter it again.");
    }
  }

  /// Names the key, and tells nothing of it.
  @Override
  public String toString() {
    return "SecretBox[key " + current + "]";
  }

  private static UnreadableSecret missingKey(byte[] sealed) {
    return new UnreadableSecret(
        "A stored secret was encrypted with key "
            + (sealed.length < HEADER_BYTES ? "(none)" : id(sealed))
            + ", which this server does not have. Add that key to secrets.previous-keys"
            + " (BATON_SECRETS_PREVIOUS_KEYS), or set BATON_SECRETS_KEY to it, or enter the secret"
            + " again.");
  }

  private static String id(byte[] sealed) {
    return HexFormat.of().formatHex(sealed, 1, HEADER_BYTES);
  }

  private static Cipher cipher(int mode, Key key, byte[] nonce) throws GeneralSecurityException {
    var cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key.secret, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(key.header);
    return cipher;
  }

  private static Key key(String base64, String name) {
    byte[] key = decode(base64.strip()).orElse(new byte[0]);
    if (key.length != KEY_BYTES) {
      throw new IllegalArgumentException(
          name + " must be 32 random bytes in base64, as `openssl rand -base64 32` prints them");
    }
    return new Key(key);
  }

  private static Optional<byte[]> decode(String base64) {
    try {
      return Optional.of(Base64.getDecoder().decode(base64));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // its message would quote the key
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
