package com.orchestrator.engine.coordinator;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.model.WorkflowInstance;
import com.orchestrator.engine.store.ReadStore;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** What became of runs, for those who ask and those who wait. */
final class Results {

    private final ReadStore reads;
    private final ResultWaiters waiters;
    private final Executor readers;

    /** @param readers runs the reads that follow a wait; never a lane */
    Results(ReadStore reads, ResultWaiters waiters, Executor readers) {
        this.reads = reads;
        this.waiters = waiters;
        this.readers = readers;
    }

    /** @throws OrchestratorException {@code NOT_FOUND} */
    WorkflowInstance find(UUID instanceId) {
        return reads.findInstance(instanceId)
                .orElseThrow(
                        () -> new OrchestratorException(ErrorCode.NOT_FOUND, "There is no instance " + instanceId));
    }

    /** The run at rest, or as it is when the time is over. Waits before it looks, so that no end can be missed in between. */
    CompletableFuture<WorkflowInstance> await(UUID instanceId, Duration wait) {
        Awaited awaited = await(instanceId);
        WorkflowInstance now;
        try {
            now = find(instanceId);
        } catch (RuntimeException failure) {
            awaited.giveUp();
            throw failure;
        }
        if (now.state().isAtRest() || wait.isZero()) {
            awaited.giveUp();
            return CompletableFuture.completedFuture(now);
        }
        return awaited.within(wait);
    }

    /** Waits for a run that may not be there yet; to be gone on with, or given up. */
    Awaited await(UUID instanceId) {
        return new Awaited(instanceId, waiters.add(instanceId));
    }

    /** Somebody who waits. */
    final class Awaited {

        private final UUID instanceId;
        private final CompletableFuture<Optional<WorkflowInstance>> waiter;

        private Awaited(UUID instanceId, CompletableFuture<Optional<WorkflowInstance>> waiter) {
            this.instanceId = instanceId;
            this.waiter = waiter;
        }

        void giveUp() {
            waiters.remove(instanceId, waiter);
        }

        /** The run as the commit that brings it to rest has it, or as it is when the time is over. */
        CompletableFuture<WorkflowInstance> within(Duration wait) {
            return waiter.completeOnTimeout(Optional.empty(), wait.toMillis(), TimeUnit.MILLISECONDS)
                    .thenCompose(atRest -> {
                        giveUp();
                        return atRest.map(CompletableFuture::completedFuture).orElseGet(this::read);
                    });
        }

        private CompletableFuture<WorkflowInstance> read() {
            return CompletableFuture.supplyAsync(() -> find(instanceId), readers);
        }
    }
}
