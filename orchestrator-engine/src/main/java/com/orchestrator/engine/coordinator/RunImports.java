package com.orchestrator.engine.coordinator;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.engine.history.Entry;
import com.orchestrator.engine.history.JobTerms;
import com.orchestrator.engine.history.LifecycleEvent.WorkflowStarted;
import com.orchestrator.engine.incident.IncidentChanges;
import com.orchestrator.engine.run.Run;
import com.orchestrator.engine.store.ArchiveText.ArchivedRun;
import com.orchestrator.engine.store.JobKey;
import com.orchestrator.engine.store.PermitChange;
import com.orchestrator.engine.store.RunRecord;
import com.orchestrator.engine.store.RunStore;
import com.orchestrator.engine.store.RunTransaction;
import com.orchestrator.engine.store.RunsMovedException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Takes runs back that were exported, here or elsewhere, with the history that they had. Nobody works on them, so no lane is needed. */
public final class RunImports {

    private final RunStore store;
    private final Plans plans;

    RunImports(RunStore store, Plans plans) {
        this.store = store;
        this.plans = plans;
    }

    /**
     * @return false when it was there already, the same
     * @throws OrchestratorException {@code RUN_ID_CONFLICT} when another run has its id or its run id, {@code ARCHIVE_INVALID} when it is
     *     no run that has ended
     */
    public boolean take(ArchivedRun archived) {
        RunRecord record = record(archived);
        try {
            return store.inTransaction(transaction -> take(record, archived, transaction));
        } catch (RunsMovedException met) {
            return store.inTransaction(transaction -> take(record, archived, transaction));
        }
    }

    private static boolean take(RunRecord record, ArchivedRun archived, RunTransaction transaction) {
        UUID id = record.instanceId();
        List<Entry> there = transaction.loadEvents(Map.of(id, 0L)).getOrDefault(id, List.of());
        if (!there.isEmpty()) {
            if (there.equals(record.events())) {
                return false;
            }
            throw new OrchestratorException(
                    ErrorCode.RUN_ID_CONFLICT, "Instance " + id + " is there with another history");
        }
        Set<UUID> lost = transaction.recordEvents(List.of(record));
        if (!lost.isEmpty()) {
            throw new OrchestratorException(
                    ErrorCode.RUN_ID_CONFLICT,
                    "Run id '" + archived.runId() + "' of workflow " + archived.workflow()
                            + " is taken by another instance");
        }
        transaction.recordRows(List.of(record));
        return true;
    }

    private RunRecord record(ArchivedRun archived) {
        Run run = fold(archived);
        return new RunRecord(
                run.instanceId(),
                0,
                archived.events(),
                RunRows.instance(run),
                List.of(),
                List.of(),
                List.of(),
                false,
                PermitChange.NONE,
                names(run),
                RunRecord.Form.ROWS,
                null,
                RunFinding.of(run, null, archived.events(), IncidentChanges.NONE),
                false);
    }

    private Run fold(ArchivedRun archived) {
        List<Entry> events = archived.events();
        if (events.isEmpty() || !(events.get(0).event() instanceof WorkflowStarted)) {
            throw invalid(archived, "does not begin with its start", null);
        }
        Run run;
        try {
            run = new Run(archived.instanceId(), plans.of(events.get(0).event()));
            events.forEach(run::apply);
        } catch (OrchestratorException refusal) {
            throw refusal;
        } catch (RuntimeException unreadable) {
            throw invalid(archived, "has a history that cannot have happened", unreadable);
        }
        if (!run.state().isTerminal()) {
            throw invalid(archived, "has not ended; only runs that have can be taken back", null);
        }
        return run;
    }

    private static OrchestratorException invalid(ArchivedRun archived, String what, @Nullable Throwable cause) {
        OrchestratorException refusal =
                new OrchestratorException(ErrorCode.ARCHIVE_INVALID, "Instance " + archived.instanceId() + " " + what);
        if (cause != null) {
            refusal.initCause(cause);
        }
        return refusal;
    }

    /** Of a job that has ended, the id alone. */
    private static RunRecord.Names names(Run run) {
        JobTerms job = run.job();
        return job != null && Boolean.TRUE.equals(job.named())
                ? new RunRecord.Names(List.of(JobKey.id(run.runId())), List.of())
                : RunRecord.Names.SAME;
    }
}
