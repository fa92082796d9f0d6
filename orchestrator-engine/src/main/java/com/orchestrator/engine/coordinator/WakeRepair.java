package com.orchestrator.engine.coordinator;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.engine.Failures;
import com.orchestrator.engine.decision.workflow.RestoreWakeSources;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Looks whether something will move a run, and has its lane repair it when nothing would. */
public final class WakeRepair {

    /** It has moved, or was set aside and waits for a person. */
    private static final Set<ErrorCode> HELD_UP = Set.of(ErrorCode.PRECONDITION_FAILED, ErrorCode.SET_ASIDE);

    private final RunReader reader;
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

    WakeRepair(RunReader reader, Lanes lanes) {
        this.reader = reader;
        this.lanes = lanes;
    }

    /** A run that cannot be read fails by itself, whoever asks. */
    public CompletableFuture<Finding> examine(UUID instanceId) {
        return CompletableFuture.completedFuture(instanceId).thenCompose(this::look);
    }

    private CompletableFuture<Finding> look(UUID instanceId) {
        RunReader.Sight sight = reader.look(instanceId);
        return sight.isWell() ? CompletableFuture.completedFuture(Finding.WELL) : repair(sight);
    }

    /** Held to the event that was read: a run that moves meanwhile is well. */
    private CompletableFuture<Finding> repair(RunReader.Sight sight) {
        UUID instanceId = sight.run().instanceId();
        long seen = sight.run().sequenceNumber();
        RestoreWakeSources command = new RestoreWakeSources(sight.stored());
        return lanes.submit(instanceId, LaneRequest.OnRun.byEngine(instanceId, command, seen))
                .thenApply(answer -> Objects.requireNonNull(answer.instance()).sequenceNumber() > seen
                        ? Finding.REPAIRED
                        : Finding.BEYOND_REPAIR)
                .exceptionally(WakeRepair::wellIfItMoved);
    }

    private static Finding wellIfItMoved(Throwable failure) {
        Throwable cause = Failures.causeOf(failure);
        if (cause instanceof OrchestratorException refusal && HELD_UP.contains(refusal.code())) {
            return Finding.WELL;
        }
        throw new CompletionException(cause);
    }
}
