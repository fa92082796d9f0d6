package com.orchestrator.engine.store;

import java.util.List;

/** Permits that a run's attempts have taken, and those that they have given back. */
public record PermitChange(List<Permit> taken, List<Permit> given) {

    public static final PermitChange NONE = new PermitChange(List.of(), List.of());

    public PermitChange {
        taken = List.copyOf(taken);
        given = List.copyOf(given);
    }
}
