package com.orchestrator.bench;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Ids as the engine makes them: the newer is the greater, so an index grows at its right edge. */
final class TimeOrdered {

    private static final int RANDOM_BITS = 20;

    private TimeOrdered() {}

    static UUID uuid() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long high = System.nanoTime() << RANDOM_BITS | random.nextInt(1 << RANDOM_BITS);
        return new UUID(high & Long.MAX_VALUE, random.nextLong());
    }
}
