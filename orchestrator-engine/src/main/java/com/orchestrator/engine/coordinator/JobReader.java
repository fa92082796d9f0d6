package com.orchestrator.engine.coordinator;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.job.Job;
import com.orchestrator.api.model.Page;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.engine.history.Entry;
import com.orchestrator.engine.history.LifecycleEvent;
import com.orchestrator.engine.run.Run;
import com.orchestrator.engine.service.JobQuery;
import com.orchestrator.engine.store.EngineStore;
import com.orchestrator.engine.store.JobEnd;
import com.orchestrator.engine.store.JobKey;
import com.orchestrator.engine.store.SetAside;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Looks at jobs, beside the lanes. */
final class JobReader {

    /** Pages of runs that one list looks through for what its filter wants. */
    private static final int LOOKS_MAX = 10;

    private final EngineStore store;
    private final RunReader reader;

    JobReader(EngineStore store, RunReader reader) {
        this.store = store;
        this.reader = reader;
    }

    /** The run of a job, by the id of its caller or the one that was made up. */
    UUID runOf(String jobId) {
        JobKey key = JobKey.id(jobId);
        UUID named = store.runs()
                .inTransaction(transaction -> transaction.findJobs(List.of(key)))
                .get(key);
        return Optional.ofNullable(named)
                .or(() -> madeUp(jobId))
                .orElseThrow(() -> new OrchestratorException(ErrorCode.NOT_FOUND, "There is no job '" + jobId + "'"));
    }

    /** The open job of the type that has the key of this one; empty when it has none, or none has it but this one. */
    Optional<UUID> rivalOf(Job job) {
        if (job.dedupeKey() == null) {
            return Optional.empty();
        }
        JobKey key = JobKey.dedupe(job.type(), job.dedupeKey());
        UUID holder = store.runs()
                .inTransaction(transaction -> transaction.findJobs(List.of(key)))
                .get(key);
        return Optional.ofNullable(holder).filter(run -> !run.equals(job.instanceId()));
    }

    private Optional<UUID> madeUp(String jobId) {
        return id(jobId)
                .filter(instanceId -> !reader.histories(List.of(instanceId)).isEmpty()
                        || !store.jobs().findEnds(List.of(instanceId)).isEmpty());
    }

    private static Optional<UUID> id(String text) {
        try {
            UUID id = UUID.fromString(text);
            return id.toString().equals(text) ? Optional.of(id) : Optional.empty();
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
    }

    /** With payload and output; empty when it is gone. */
    Optional<Job> find(UUID instanceId) {
        try {
            return Optional.of(get(instanceId));
        } catch (OrchestratorException refusal) {
            if (refusal.code() == ErrorCode.NOT_FOUND) {
                return Optional.empty();
            }
            throw refusal;
        }
    }

    /** With payload and output. */
    Job get(UUID instanceId) {
        return end(instanceId).orElseGet(() -> ofRun(instanceId));
    }

    private Optional<Job> end(UUID instanceId) {
        return Optional.ofNullable(store.jobs().findEnds(List.of(instanceId)).get(instanceId))
                .map(JobViews::ofEnd);
    }

    /** One that ends between two looks has left its outcome behind, and no run. */
    private Job ofRun(UUID instanceId) {
        List<Entry> history;
        try {
            history = reader.history(instanceId);
        } catch (OrchestratorException gone) {
            return end(instanceId).orElseThrow(() -> gone);
        }
        if (!isJob(history)) {
            throw new OrchestratorException(
                    ErrorCode.NOT_FOUND, "Instance " + instanceId + " is the run of a workflow, not of a job");
        }
        Run run = reader.fold(instanceId, history);
        return JobViews.whole(run, history, shown(run));
    }

    /** A run that is set aside does not know it. */
    private WorkflowState shown(Run run) {
        return store.setAside().find(run.instanceId()).isPresent() ? WorkflowState.SUSPENDED : run.state();
    }

    private static boolean isJob(List<Entry> history) {
        return history.get(0).event() instanceof LifecycleEvent.WorkflowStarted started && started.job() != null;
    }

    Page<Job> list(JobQuery query) {
        int limit = query.page().limit();
        List<Job> found = new ArrayList<>();
        @Nullable UUID before = cursor(query.page().cursor());
        for (int looks = 0; looks < LOOKS_MAX && found.size() < limit; looks++) {
            int wanted = limit - found.size();
            List<UUID> runs = store.jobs().list(query.type(), before, wanted);
            found.addAll(jobs(runs, query));
            if (runs.size() < wanted) {
                return new Page<>(found, null);
            }
            before = runs.get(runs.size() - 1);
        }
        return new Page<>(found, String.valueOf(before));
    }

    private static @Nullable UUID cursor(@Nullable String cursor) {
        return cursor == null
                ? null
                : id(cursor)
                        .orElseThrow(() -> new OrchestratorException(
                                ErrorCode.INVALID_REQUEST, "'cursor' is not one that this server has given out"));
    }

    private List<Job> jobs(List<UUID> runs, JobQuery query) {
        Map<UUID, List<Entry>> histories = reader.histories(runs);
        Map<UUID, JobEnd> ends = runs.isEmpty() ? Map.of() : store.jobs().findEnds(runs);
        Map<UUID, SetAside> aside = histories.isEmpty()
                ? Map.of()
                : store.runs().inTransaction(transaction -> transaction.findSetAside(histories.keySet()));
        List<Job> jobs = new ArrayList<>();
        for (UUID instanceId : runs) {
            JobEnd end = ends.get(instanceId);
            SetAside incident = aside.get(instanceId);
            Optional.ofNullable(end)
                    .map(known -> query.withOutputs() ? JobViews.ofEnd(known) : known.job())
                    .or(() -> job(instanceId, histories, incident != null && incident.isOpen(), query))
                    .filter(job -> matches(job, query))
                    .ifPresent(jobs::add);
        }
        return jobs;
    }

    /** Empty when it went between two looks. */
    private Optional<Job> job(UUID instanceId, Map<UUID, List<Entry>> histories, boolean isSetAside, JobQuery query) {
        List<Entry> history = histories.getOrDefault(instanceId, List.of());
        if (history.isEmpty() || !isJob(history)) {
            return Optional.empty();
        }
        Run run = reader.fold(instanceId, history);
        WorkflowState shown = isSetAside ? WorkflowState.SUSPENDED : run.state();
        return Optional.of(query.withOutputs() ? JobViews.ended(run, history, shown) : JobViews.brief(run, shown));
    }

    private static boolean matches(Job job, JobQuery query) {
        return (query.states().isEmpty() || query.states().contains(job.state()))
                && (query.entityId() == null || query.entityId().equals(job.entityId()));
    }
}
