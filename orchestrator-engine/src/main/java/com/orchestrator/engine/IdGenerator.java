package com.orchestrator.engine;

import com.orchestrator.engine.history.ExecutionId;
import java.time.InstantSource;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Time-ordered UUIDs (version 7), so that new rows append to the right edge of their index. The low bits are zero: they
 * number what belongs to the run, see {@link ExecutionId}.
 */
public final class IdGenerator {

    private static final long VERSION_7 = 0x7000L;
    private static final long VARIANT = 0x8000000000000000L;

    private final InstantSource clock;
    private final RandomGenerator random;

    /** @param random must be safe for use by several threads */
    public IdGenerator(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    public UUID next() {
        long most = (clock.millis() << 16) | VERSION_7 | (random.nextLong() & 0xfff);
        long least = VARIANT | (random.nextLong() >>> 3);
        return ExecutionId.of(new UUID(most, least), 0);
    }
}
