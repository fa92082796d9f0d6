package com.orchestrator.server.tokens;

import java.security.SecureRandom;
import java.util.Base64;

/**
 * Secrets of tokens: 256 random bits behind a prefix by which people, and programs that look for secrets in the wrong places, know one.
 */
public final class FreshSecret {

    private static final String PREFIX = "orct_";
    private static final int BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private FreshSecret() {}

    /** One that nobody has. */
    public static String next() {
        byte[] random = new byte[BYTES];
        RANDOM.nextBytes(random);
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    static boolean isOne(String text) {
        return text.startsWith(PREFIX);
    }
}
