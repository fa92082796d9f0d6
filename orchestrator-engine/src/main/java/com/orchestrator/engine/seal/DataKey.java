package com.orchestrator.engine.seal;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key of 256 bits that seals values by AES-GCM. A sealed value is a byte that no JSON begins with, a nonce of 12 random bytes, what
 * was sealed, and a tag of 16. The place goes into the tag: in another one the value does not open.
 */
public final class DataKey {

    /** The first byte of each sealed value; no JSON text begins with it. */
    public static final byte MARK = 1;

    static final int NONCE_BYTES = 12;
    static final int TAG_BYTES = 16;

    private static final int KEY_BYTES = 32;
    private static final int OVERHEAD = 1 + NONCE_BYTES + TAG_BYTES;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SecretKeySpec key;

    private DataKey(SecretKeySpec key) {
        this.key = key;
    }

    /** The bytes of a new one, to be wrapped. */
    public static byte[] random() {
        byte[] bytes = new byte[KEY_BYTES];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    /** @throws BrokenSeal when they are none */
    public static DataKey of(byte[] bytes) {
        if (bytes.length != KEY_BYTES) {
            throw new BrokenSeal("A data key has " + KEY_BYTES + " bytes, not " + bytes.length, null);
        }
        return new DataKey(new SecretKeySpec(bytes, "AES"));
    }

    /** Whether these bytes are a sealed value, and no JSON. */
    public static boolean isSealed(byte[] bytes) {
        return bytes.length > 0 && bytes[0] == MARK;
    }

    /** @param place where it will stand: the same for {@link #open} */
    public byte[] seal(byte[] place, byte[] plain) {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        ByteBuffer sealed = ByteBuffer.allocate(OVERHEAD + plain.length);
        sealed.put(MARK).put(nonce);
        try {
            cipher(Cipher.ENCRYPT_MODE, nonce, place).doFinal(ByteBuffer.wrap(plain), sealed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK seals by AES-GCM", e);
        }
        return sealed.array();
    }

    /**
     * What was sealed.
     *
     * @param place where it stands
     * @throws BrokenSeal when it was changed, or sealed for another place or with another key
     */
    public byte[] open(byte[] place, byte[] sealed) {
        if (sealed.length < OVERHEAD || !isSealed(sealed)) {
            throw new BrokenSeal("A sealed value is cut off", null);
        }
        byte[] nonce = Arrays.copyOfRange(sealed, 1, 1 + NONCE_BYTES);
        try {
            return cipher(Cipher.DECRYPT_MODE, nonce, place)
                    .doFinal(sealed, 1 + NONCE_BYTES, sealed.length - 1 - NONCE_BYTES);
        } catch (GeneralSecurityException e) {
            throw new BrokenSeal("A sealed value does not open: it was changed, or is of another place or key", e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, byte[] place) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
        cipher.updateAAD(place);
        return cipher;
    }
}
