package com.orchestrator.engine.memory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** Time that passes when a test says so, or real time moved by an offset. In microseconds, as the database keeps it. */
public final class SettableClock implements InstantSource {

    private final InstantSource base;
    private Duration offset = Duration.ZERO;

    private SettableClock(InstantSource base) {
        this.base = base;
    }

    /** Stands still at a round moment. */
    public static SettableClock standing() {
        return new SettableClock(InstantSource.fixed(Instant.parse("2030-01-01T00:00:00Z")));
    }

    /** Runs like the real one until it is moved. */
    public static SettableClock running() {
        return new SettableClock(InstantSource.system());
    }

    @Override
    public synchronized Instant instant() {
        return base.instant().plus(offset).truncatedTo(ChronoUnit.MICROS);
    }

    public synchronized void advance(Duration by) {
        offset = offset.plus(by);
    }
}
