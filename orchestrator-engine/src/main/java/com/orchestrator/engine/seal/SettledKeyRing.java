package com.orchestrator.engine.seal;

import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/** A ring as it stands in a file or a setting: keys with ids, the first of which wraps. They wrap by AES key wrap (RFC 3394). */
public final class SettledKeyRing implements KeyRing {

    private static final int KEY_BYTES = 32;
    private static final String WRAPPING = "AESWrap";
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final Pattern BETWEEN = Pattern.compile("[\\s,]+");

    private final String primary;
    private final Map<String, SecretKeySpec> keys;

    private SettledKeyRing(Map<String, SecretKeySpec> keys) {
        this.primary = keys.keySet().iterator().next();
        this.keys = Map.copyOf(keys);
    }

    /**
     * Reads a ring.
     *
     * @param text {@code id:base64} for each key, with blanks, commas or line feeds between; the first wraps
     * @throws IllegalArgumentException when it is none; the message says nothing of the keys
     */
    public static SettledKeyRing parse(String text) {
        Map<String, SecretKeySpec> keys = new LinkedHashMap<>();
        for (String entry : BETWEEN.split(text.strip())) {
            int colon = entry.indexOf(':');
            String id = colon < 0 ? "" : entry.substring(0, colon);
            if (!ID.matcher(id).matches()) {
                throw new IllegalArgumentException(
                        "key " + (keys.size() + 1)
                                + " is not of the form id:base64, its id of up to 100 letters, digits, points, dashes and underscores");
            }
            if (keys.put(id, key(id, entry.substring(colon + 1))) != null) {
                throw new IllegalArgumentException("the key '" + id + "' stands there twice");
            }
        }
        return new SettledKeyRing(keys);
    }

    private static SecretKeySpec key(String id, String base64) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException notBase64) {
            throw new IllegalArgumentException("the key '" + id + "' is no base64", notBase64);
        }
        if (bytes.length != KEY_BYTES) {
            throw new IllegalArgumentException("the key '" + id + "' has " + bytes.length + " bytes, not " + KEY_BYTES
                    + " (openssl rand -base64 32)");
        }
        return new SecretKeySpec(bytes, "AES");
    }

    @Override
    public String primary() {
        return primary;
    }

    @Override
    public boolean has(String keyId) {
        return keys.containsKey(keyId);
    }

    @Override
    public byte[] wrap(byte[] dataKey) {
        try {
            Cipher cipher = Cipher.getInstance(WRAPPING);
            cipher.init(Cipher.WRAP_MODE, keyOf(primary));
            return cipher.wrap(new SecretKeySpec(dataKey, "AES"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK wraps keys by AES", e);
        }
    }

    @Override
    public byte[] unwrap(String keyId, byte[] wrapped) {
        try {
            Cipher cipher = Cipher.getInstance(WRAPPING);
            cipher.init(Cipher.UNWRAP_MODE, keyOf(keyId));
            return cipher.unwrap(wrapped, "AES", Cipher.SECRET_KEY).getEncoded();
        } catch (GeneralSecurityException e) {
            throw new BrokenSeal(
                    "A data key was not wrapped by the key '" + keyId + "' as it is here, or was changed", e);
        }
    }

    private SecretKeySpec keyOf(String id) {
        SecretKeySpec key = keys.get(id);
        if (key == null) {
            throw new MissingKey(id);
        }
        return key;
    }
}
