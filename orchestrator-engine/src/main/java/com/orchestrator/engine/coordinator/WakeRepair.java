package com.orchestrator.engine.coordinator;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.engine.decision.WakeSources;
import com.orchestrator.engine.decision.workflow.RestoreWakeSources;
import com.orchestrator.engine.run.ExecutionRun;
import com.orchestrator.engine.run.Run;
import com.orchestrator.engine.store.WatchStore;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Looks whether something will move a run, and has its lane repair it when nothing would. */
public final class WakeRepair {

    private final RunReader reader;
    private final WatchStore store;
    private final Lanes lanes;

    /** What became of a run. */
    public enum Finding {
        /** Something will move it, or has moved it while it was looked at. */
        WELL,
        /** Nothing would have moved it; now something will. */
        REPAIRED,
        /** Nothing will move it, and starting what could run changed nothing. */
        BEYOND_REPAIR
    }

    WakeRepair(RunReader reader, WatchStore store, Lanes lanes) {
        this.reader = reader;
        this.store = store;
        this.lanes = lanes;
    }

    /** A run that cannot be read fails by itself, whoever asks. */
    public CompletableFuture<Finding> examine(UUID instanceId) {
        return CompletableFuture.completedFuture(instanceId).thenCompose(this::look);
    }

    /**
     * Rows are read after the history. What changes them in between moves the run as well, and the lane, held to the event
     * that was read, refuses then.
     */
    private CompletableFuture<Finding> look(UUID instanceId) {
        Run run = reader.load(instanceId);
        Set<UUID> rows = store.rows(run.liveExecutions().stream()
                        .map(ExecutionRun::executionId)
                        .toList())
                .keySet();
        Instant wakeAt = store.wakeAt(instanceId).orElse(null);
        boolean isWatched = run.timers().nextLease() != null && store.isWatched(instanceId);
        return WakeSources.of(run, rows, wakeAt, isWatched).areComplete()
                ? CompletableFuture.completedFuture(Finding.WELL)
                : repair(run, new RestoreWakeSources(rows, wakeAt, isWatched));
    }

    private CompletableFuture<Finding> repair(Run run, RestoreWakeSources command) {
        long seen = run.sequenceNumber();
        LaneRequest.OnRun request = new LaneRequest.OnRun(run.instanceId(), command, null, seen, null);
        return lanes.submit(run.instanceId(), request)
                .thenApply(answer -> Objects.requireNonNull(answer.instance()).sequenceNumber() > seen
                        ? Finding.REPAIRED
                        : Finding.BEYOND_REPAIR)
                .exceptionally(WakeRepair::wellIfItMoved);
    }

    private static Finding wellIfItMoved(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof OrchestratorException refusal && refusal.code() == ErrorCode.PRECONDITION_FAILED) {
            return Finding.WELL;
        }
        throw new CompletionException(cause);
    }
}
