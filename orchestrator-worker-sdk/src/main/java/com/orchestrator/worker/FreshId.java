package com.orchestrator.worker;

import java.security.SecureRandom;
import java.util.UUID;

/** The one place where chance is wanted: what two processes make up must never be the same. */
final class FreshId {

    private static final SecureRandom RANDOM = new SecureRandom();

    private FreshId() {}

    static String next() {
        return new UUID(RANDOM.nextLong(), RANDOM.nextLong()).toString();
    }
}
