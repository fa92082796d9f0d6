package com.orchestrator.engine.store;

import java.time.Instant;
import java.util.Set;

/**
 * What there is to do by itself, and whether it is worth asking for it.
 *
 * @param leases some lease with a row has expired
 * @param watches some watch over leases without a row is due
 * @param timers some run wakes up
 * @param messages some run was told something it has not heard
 * @param schedules some schedule has to be looked at
 * @param claims some run waits for what only so many may hold
 * @param strands those of the queues asked for that have ready work
 * @param limits where the counter stands that moves with each change of a limit
 * @param at the time before anything of it was looked at
 */
public record Due(
        boolean leases,
        boolean watches,
        boolean timers,
        boolean messages,
        boolean schedules,
        boolean claims,
        Set<Strand> strands,
        long limits,
        Instant at) {

    public Due {
        strands = Set.copyOf(strands);
    }
}
