package com.orchestrator.engine.memory;

import com.orchestrator.api.model.Incident;
import com.orchestrator.engine.store.KeptReport;
import com.orchestrator.engine.store.SetAsideStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

final class MemorySetAsideStore implements SetAsideStore {

    private final MemoryTables tables;
    private final InstantSource clock;

    MemorySetAsideStore(MemoryTables tables, InstantSource clock) {
        this.tables = tables;
        this.clock = clock;
    }

    @Override
    public Incident setAside(Fault fault) {
        synchronized (tables) {
            return tables.setAside(fault, clock.instant());
        }
    }

    @Override
    public Optional<Incident> find(UUID instanceId) {
        synchronized (tables) {
            return tables.incident(instanceId);
        }
    }

    @Override
    public void keep(KeptReport report) {
        synchronized (tables) {
            tables.keep(report);
        }
    }

    @Override
    public List<UUID> untried(UUID server, UUID after, int limit) {
        Instant longAgo = clock.instant().minus(MemoryTables.TRIED_FOR);
        synchronized (tables) {
            return tables.setAside.tailMap(after, false).entrySet().stream()
                    .filter(run -> run.getValue().isOpen() && isUntried(run.getValue(), server, longAgo))
                    .map(Map.Entry::getKey)
                    .limit(limit)
                    .toList();
        }
    }

    private static boolean isUntried(StoredIncident stored, UUID server, Instant longAgo) {
        return !stored.triedBy().contains(server) || stored.triedAt().isBefore(longAgo);
    }

    @Override
    public long count() {
        synchronized (tables) {
            return tables.setAside.values().stream()
                    .filter(StoredIncident::isOpen)
                    .count();
        }
    }
}
