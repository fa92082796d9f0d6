package com.orchestrator.engine.schedule;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.zip.CRC32;

/** By how much a start is put off: the same for one time of one schedule, whoever asks. */
final class Jitter {

    /** Neighbouring times are put off by amounts that are far apart. */
    private static final long SPREAD = 2_654_435_761L;

    private static final long MASK = 0xffff_ffffL;

    private Jitter() {}

    /** @param jitter what it stays below */
    static Duration of(ScheduleKey schedule, Instant nominalAt, Duration jitter) {
        if (jitter.isZero()) {
            return Duration.ZERO;
        }
        CRC32 mixed = new CRC32();
        mixed.update((schedule + "\n" + nominalAt).getBytes(StandardCharsets.UTF_8));
        long share = mixed.getValue() * SPREAD & MASK;
        return Duration.ofMillis(share * jitter.toMillis() >>> Integer.SIZE);
    }
}
