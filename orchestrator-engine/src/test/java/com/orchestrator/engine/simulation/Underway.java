package com.orchestrator.engine.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.api.model.HistoryEntry;
import com.orchestrator.engine.definition.JobCompiler;
import com.orchestrator.engine.memory.InMemoryEngineStore;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.testkit.Queries;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which attempts workers have, as public histories tell it, looked at after every step. Of jobs it remembers what histories have told:
 * they may be gone when the job is over.
 */
final class Underway {

    private static final Set<String> ENDS = Set.of(
            "TASK_COMPLETED",
            "TASK_FAILED",
            "TASK_OUTCOME_UNKNOWN",
            "TASK_TIMED_OUT",
            "LEASE_EXPIRED",
            "EXECUTION_CANCELLED",
            "TASK_RELEASED");
    private static final int MOST = 100_000;
    private static final String JOBS = JobCompiler.NAMESPACE + "/";

    /**
     * One attempt in a worker's hands.
     *
     * @param scheduled the event by which it came to be
     * @param permits what it counts against
     */
    record Attempt(
            UUID instanceId,
            String workflow,
            String taskId,
            @Nullable String iteration,
            UUID executionId,
            Instant since,
            JsonNode scheduled,
            Set<String> permits) {

        boolean isOfJob() {
            return workflow.startsWith(JOBS);
        }

        boolean isForward() {
            return scheduled.path("kind").asText().equals("ACTION");
        }

        /** What its definition's expressions have said, such as {@code workload}; null when nothing. */
        @Nullable
        String control(String name) {
            return scheduled.path("controls").path(name).textValue();
        }
    }

    private final InMemoryEngineStore store;
    private final Map<UUID, Integer> read = new HashMap<>();
    private final Map<UUID, String> workflows = new HashMap<>();
    private final Map<UUID, List<HistoryEntry>> jobs = new LinkedHashMap<>();
    private final Set<UUID> gone = new HashSet<>();
    private final Map<UUID, HistoryEntry> scheduled = new HashMap<>();
    private final Map<UUID, Attempt> open = new LinkedHashMap<>();
    private final List<Attempt> begun = new ArrayList<>();

    Underway(InMemoryEngineStore store) {
        this.store = store;
    }

    /** Reads what is new. */
    void look() {
        begun.clear();
        store
                .reads()
                .listInstances(Queries.runs(Set.of(), null, null, null, null, new ListQuery(MOST, null)))
                .items()
                .stream()
                .filter(run -> run.sequenceNumber() > read.getOrDefault(run.instanceId(), 0))
                .forEach(run -> hear(run.instanceId(), run.namespace() + "/" + run.workflow()));
        lookAtJobs();
    }

    private void lookAtJobs() {
        List<UUID> listed = store.jobs().list(null, null, MOST);
        Set<UUID> kept = new HashSet<>(listed);
        kept.removeAll(store.jobs().findEnds(listed).keySet());
        kept.forEach(job -> hear(job, workflows.computeIfAbsent(job, this::workflowOfJob)));
        for (UUID job : workflows.keySet()) {
            if (!kept.contains(job) && gone.add(job)) {
                open.values().removeIf(attempt -> attempt.instanceId().equals(job));
            }
        }
    }

    private String workflowOfJob(UUID job) {
        HistoryEntry start = store.reads().history(job, 0, 1).items().get(0);
        return JOBS + start.data().path("workflow").asText();
    }

    private void hear(UUID instanceId, String workflow) {
        int known = read.getOrDefault(instanceId, 0);
        List<HistoryEntry> fresh =
                store.reads().history(instanceId, known, MOST).items();
        read.put(instanceId, known + fresh.size());
        fresh.forEach(entry -> hear(instanceId, workflow, entry));
        if (workflow.startsWith(JOBS)) {
            jobs.computeIfAbsent(instanceId, id -> new ArrayList<>()).addAll(fresh);
        }
    }

    /** What histories of jobs have ever told, by their runs. */
    Map<UUID, List<HistoryEntry>> jobs() {
        return jobs;
    }

    /** Whether nothing is left of the history. */
    boolean isGone(UUID job) {
        return gone.contains(job);
    }

    private void hear(UUID instanceId, String workflow, HistoryEntry entry) {
        if (entry.type().equals("TASK_SCHEDULED")) {
            scheduled.put(entry.executionId(), entry);
        } else if (entry.type().equals("TASK_LEASED")) {
            Set<String> permits = new LinkedHashSet<>();
            entry.data().path("permits").forEach(rule -> permits.add(rule.asText()));
            Attempt attempt = new Attempt(
                    instanceId,
                    workflow,
                    entry.taskId(),
                    entry.iteration(),
                    entry.executionId(),
                    entry.at(),
                    scheduled.get(entry.executionId()).data(),
                    permits);
            open.put(entry.executionId(), attempt);
            begun.add(attempt);
        } else if (entry.type().equals("PERMITS_TAKEN")) {
            Attempt attempt = open.get(entry.executionId());
            entry.data().path("permits").forEach(rule -> attempt.permits().add(rule.asText()));
        } else if (ENDS.contains(entry.type())) {
            open.remove(entry.executionId());
        }
    }

    Collection<Attempt> open() {
        return open.values();
    }

    /** Those that have begun since the look before. */
    List<Attempt> begun() {
        return begun;
    }
}
