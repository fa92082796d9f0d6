package com.orchestrator.engine.coordinator;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.engine.Failures;
import com.orchestrator.engine.decision.workflow.FireTimers;
import com.orchestrator.engine.decision.workflow.TakeClaims;
import com.orchestrator.engine.store.ExecutionRef;
import com.orchestrator.engine.store.Strand;
import java.util.Collection;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** What chores may set in motion. Everything here may be asked too often without harm. */
public final class Wakeups {

    private final Lanes lanes;
    private final DemandBoard board;
    private final ResultWaiters waiters;

    Wakeups(Lanes lanes, DemandBoard board, ResultWaiters waiters) {
        this.lanes = lanes;
        this.board = board;
        this.waiters = waiters;
    }

    /** A lease seems to have expired. */
    public void expireLease(ExecutionRef execution) {
        lanes.submit(execution.instanceId(), new LaneRequest.Expire(execution.instanceId(), execution.executionId()));
    }

    /**
     * A run has something to do.
     *
     * @return done when its lane has looked, or has set the run aside; failed when it could not
     */
    public CompletableFuture<?> fireTimers(UUID instanceId) {
        return lanes.submit(instanceId, LaneRequest.OnRun.byEngine(instanceId, new FireTimers()))
                .exceptionally(Wakeups::unlessSetAside);
    }

    private static Answer unlessSetAside(Throwable failure) {
        Throwable cause = Failures.causeOf(failure);
        if (cause instanceof OrchestratorException refusal && refusal.code() == ErrorCode.SET_ASIDE) {
            return Answer.NOTHING;
        }
        throw new CompletionException(cause);
    }

    /**
     * Has what a run has under way counted against limits that are new.
     *
     * @return done when that is durable, or the run is set aside; failed when its lane could not look
     */
    public CompletableFuture<?> adopt(UUID instanceId) {
        return lanes.submit(instanceId, new LaneRequest.Adopt(instanceId));
    }

    /** A run that is set aside may be one that this server can work on. */
    public void takeUp(UUID instanceId) {
        lanes.submit(instanceId, new LaneRequest.TakeUp(instanceId, null, null, null));
    }

    /** A run may find room for what it waits for. */
    public void takeClaims(UUID instanceId) {
        lanes.submit(instanceId, LaneRequest.OnRun.byEngine(instanceId, new TakeClaims(null)));
    }

    /** A run waits for a name in a circle of runs. */
    public void breakDeadlock(UUID instanceId, String name) {
        lanes.submit(instanceId, LaneRequest.OnRun.byEngine(instanceId, new TakeClaims(name)));
    }

    /** A run has been told something by another. */
    public void deliver(UUID receiver) {
        lanes.submit(receiver, new LaneRequest.Deliver(receiver));
    }

    /** A part of a queue has ready work. */
    public void workMayBeReady(Strand strand) {
        lanes.workMayBeReady(strand);
    }

    /** These rules have given something back. */
    public void rulesHaveRoom(Set<String> rules) {
        lanes.rulesHaveRoom(rules);
    }

    /** Work that has waited may have to wait no longer. */
    public void limitsHaveChanged() {
        lanes.workMayBeAnywhere();
    }

    /** Queues that polls of this server wait for, or have asked for in vain: polls that do not wait come again. */
    public Set<String> awaitedQueues() {
        Set<String> queues = lanes.askedQueues();
        queues.addAll(board.queues());
        return queues;
    }

    /** Runs whose result callers of this server wait for. */
    public Collection<UUID> awaitedResults() {
        return waiters.awaited();
    }

    /** A run is at rest. */
    public void resultIsThere(UUID instanceId) {
        waiters.wake(instanceId);
    }
}
