package com.orchestrator.server.quota;

import java.util.function.IntSupplier;

/**
 * Which part of a quota one server allows.
 *
 * @param servers how many share it
 */
record Shares(IntSupplier servers) {

    /** Each server allows all of it. */
    static final Shares WHOLE = new Shares(() -> 1);

    int count() {
        return Math.max(1, servers.getAsInt());
    }

    /** At least one, so that nobody is shut out by a number smaller than that of the servers. */
    long of(long allowed) {
        return allowed == Allowance.UNLIMITED ? allowed : Math.max(1, allowed / count());
    }
}
