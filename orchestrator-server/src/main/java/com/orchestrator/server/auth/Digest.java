package com.orchestrator.server.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What is kept of secrets. They are long and random, so one round of a hash is enough. */
public final class Digest {

    private Digest() {}

    /** The same in hexadecimal digits, for columns and keys of maps. */
    public static String hex(String secret) {
        return HexFormat.of().formatHex(of(secret));
    }

    /** SHA-256 of a secret. */
    public static byte[] of(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
