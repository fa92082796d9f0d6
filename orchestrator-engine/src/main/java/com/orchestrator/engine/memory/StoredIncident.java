package com.orchestrator.engine.memory;

import com.orchestrator.api.model.Incident;
import com.orchestrator.engine.store.SetAside;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/** Why a run is set aside, and which servers have tried; it is closed when the run goes on. */
record StoredIncident(Incident incident, Set<UUID> triedBy, Instant triedAt, boolean isOpen) {

    SetAside toSetAside() {
        return new SetAside(incident, isOpen);
    }
}
