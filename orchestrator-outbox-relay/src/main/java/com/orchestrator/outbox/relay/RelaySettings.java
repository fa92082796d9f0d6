package com.orchestrator.outbox.relay;

import java.time.Duration;

/**
 * How a relay behaves.
 *
 * @param batch messages that are read at once
 * @param concurrency runs that are handed over at once
 * @param idleWait the longest pause between two looks at an outbox in which nothing waits
 * @param lease how long a relay that is gone is waited for
 * @param patience how long a message is put off before it counts as refused
 */
record RelaySettings(int batch, int concurrency, Duration idleWait, Duration lease, Duration patience) {

    private static final int CONCURRENCY_MAX = 64;

    RelaySettings {
        if (concurrency < 1 || concurrency > CONCURRENCY_MAX) {
            throw new IllegalArgumentException("'concurrency' is not between 1 and " + CONCURRENCY_MAX);
        }
        positive("idleWait", idleWait);
        positive("lease", lease);
        positive("patience", patience);
    }

    private static void positive(String field, Duration value) {
        if (value.toMillis() < 1) {
            throw new IllegalArgumentException("'" + field + "' is shorter than a millisecond");
        }
    }
}
