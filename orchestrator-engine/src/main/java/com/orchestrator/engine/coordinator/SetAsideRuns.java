package com.orchestrator.engine.coordinator;

import com.orchestrator.api.model.Incident;
import com.orchestrator.engine.run.ExecutionRun;
import com.orchestrator.engine.store.KeptReport;
import com.orchestrator.engine.store.RunTransaction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What one batch has to do with runs that are set aside: what it keeps for them, and which of them go on with it. */
final class SetAsideRuns {

    private final Map<UUID, Incident> incidents = new HashMap<>();
    private final Map<UUID, List<KeptReport>> kept = new HashMap<>();
    private final Map<UUID, Set<UUID>> rows = new HashMap<>();
    private final List<KeptReport> keeping = new ArrayList<>();
    private final Set<UUID> closed = new HashSet<>();
    private final Set<UUID> goingOn = new HashSet<>();

    /**
     * Reads which runs are set aside, and what those need to go on. A run that was in memory was well when this server last
     * looked, and is not asked for.
     */
    void load(Collection<UUID> asked, List<CachedRun> loaded, RunTransaction transaction) {
        if (asked.isEmpty()) {
            return;
        }
        transaction.findSetAside(asked).forEach((instanceId, run) -> {
            if (run.isOpen()) {
                incidents.put(instanceId, run.incident());
            } else {
                closed.add(instanceId);
            }
        });
        incidents.keySet().forEach(instanceId -> kept.put(instanceId, transaction.loadKept(instanceId)));
        loaded.stream()
                .map(CachedRun::run)
                .filter(run -> incidents.containsKey(run.instanceId()))
                .forEach(run -> rows.put(
                        run.instanceId(),
                        transaction.findRows(run.liveExecutions().stream()
                                .map(ExecutionRun::executionId)
                                .toList())));
    }

    /** Why a run is set aside; null when it is not, or goes on with this batch. */
    @Nullable
    Incident of(UUID instanceId) {
        return goingOn.contains(instanceId) ? null : incidents.get(instanceId);
    }

    /** Whether it was set aside when the batch began. */
    boolean isOpen(UUID instanceId) {
        return incidents.containsKey(instanceId);
    }

    /** Whether it was set aside once, and has gone on. */
    boolean isClosed(UUID instanceId) {
        return closed.contains(instanceId) || goingOn.contains(instanceId);
    }

    void keep(KeptReport report) {
        keeping.add(report);
    }

    void goesOn(UUID instanceId) {
        goingOn.add(instanceId);
    }

    /** What workers have reported meanwhile. */
    List<KeptReport> keptFor(UUID instanceId) {
        return kept.getOrDefault(instanceId, List.of());
    }

    /** Attempts of the run that have a row. */
    Set<UUID> rowsOf(UUID instanceId) {
        return rows.getOrDefault(instanceId, Set.of());
    }

    /**
     * @param moved runs that were not written
     * @param server the process that goes on with them
     */
    void record(Set<UUID> moved, UUID server, RunTransaction transaction) {
        if (!keeping.isEmpty()) {
            transaction.keepReports(keeping);
        }
        List<UUID> written = goingOn.stream()
                .filter(instanceId -> !moved.contains(instanceId))
                .toList();
        if (!written.isEmpty()) {
            transaction.closeIncidents(written, server);
        }
    }
}
