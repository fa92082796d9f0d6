package com.orchestrator.engine.persistence;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.postgresql.util.PSQLException;

/**
 * Whether others are writing the same: changing the same runs, or starting under the same keys. As long as nobody does, a batch
 * is written as a whole and one row that comes too late fails all of it; for a while after that has happened, late rows are
 * found one by one.
 */
final class Contention {

    private static final long EXPECTED_NANOS = Duration.ofSeconds(10).toNanos();

    private final List<String> constraints;
    private final AtomicLong expectedUntil = new AtomicLong(System.nanoTime());

    /** @param constraints which a row that comes too late violates */
    Contention(List<String> constraints) {
        this.constraints = constraints;
    }

    boolean isExpected() {
        return System.nanoTime() - expectedUntil.get() < 0;
    }

    /** Whether a failure means that others were first; they are expected to be from now on. */
    boolean isMetBy(SQLException failure) {
        boolean isMet = failure instanceof PSQLException refused
                && refused.getServerErrorMessage() != null
                && constraints.stream()
                        .anyMatch(one ->
                                one.equals(refused.getServerErrorMessage().getConstraint()));
        if (isMet) {
            met();
        }
        return isMet;
    }

    void met() {
        expectedUntil.set(System.nanoTime() + EXPECTED_NANOS);
    }
}
