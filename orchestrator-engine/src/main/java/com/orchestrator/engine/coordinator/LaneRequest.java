package com.orchestrator.engine.coordinator;

import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.request.TaskReport;
import com.orchestrator.engine.decision.RunCommand;
import com.orchestrator.engine.decision.workflow.ReceiveSignal;
import com.orchestrator.engine.decision.workflow.StartWorkflow;
import com.orchestrator.engine.plan.WorkflowPlan;
import com.orchestrator.engine.store.JobKey;
import com.orchestrator.engine.store.KeptReport;
import com.orchestrator.engine.store.RunKey;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What a lane is asked to do. Whoever asks waits for {@link #answer}, which is completed after the commit. */
abstract sealed class LaneRequest {

    /** What the actor of a worker begins with. */
    static final String WORKER = "worker:";

    private final CompletableFuture<Answer> answer = new CompletableFuture<>();

    final CompletableFuture<Answer> answer() {
        return answer;
    }

    final void refuse(OrchestratorException refusal) {
        answer.completeExceptionally(refusal);
    }

    /** A command on a run that exists. */
    static final class OnRun extends LaneRequest {
        final UUID instanceId;
        final RunCommand command;
        final @Nullable String actor;
        final @Nullable Long ifSequenceNumber;
        final @Nullable WorkerDemand demand;

        /** What a worker says, to be kept when its run is set aside; null unless it is a worker's last word. */
        final @Nullable KeptReport report;

        private OnRun(
                UUID instanceId,
                RunCommand command,
                @Nullable String actor,
                @Nullable Long ifSequenceNumber,
                @Nullable WorkerDemand demand,
                @Nullable KeptReport report) {
            this.instanceId = instanceId;
            this.command = command;
            this.actor = actor;
            this.ifSequenceNumber = ifSequenceNumber;
            this.demand = demand;
            this.report = report;
        }

        static OnRun byEngine(UUID instanceId, RunCommand command) {
            return new OnRun(instanceId, command, null, null, null, null);
        }

        /** Held to the event that was read. */
        static OnRun byEngine(UUID instanceId, RunCommand command, long ifSequenceNumber) {
            return new OnRun(instanceId, command, null, ifSequenceNumber, null, null);
        }

        static OnRun byPerson(UUID instanceId, RunCommand command, String actor, @Nullable Long ifSequenceNumber) {
            return new OnRun(instanceId, command, actor, ifSequenceNumber, null, null);
        }

        static OnRun byWorker(
                UUID instanceId,
                RunCommand command,
                String workerId,
                @Nullable WorkerDemand demand,
                @Nullable TaskReport report) {
            KeptReport kept = report == null ? null : new KeptReport(workerId, report);
            return new OnRun(instanceId, command, WORKER + workerId, null, demand, kept);
        }

        /** Whether a person or a caller asks, and hears what became of it. */
        boolean isByPerson() {
            return actor != null && !actor.startsWith(WORKER);
        }
    }

    /** Go on with a run that is set aside. */
    static final class TakeUp extends LaneRequest {
        final UUID instanceId;
        final @Nullable String actor;
        final @Nullable String reason;
        final @Nullable Long ifSequenceNumber;

        /** @param actor null for the engine itself */
        TakeUp(UUID instanceId, @Nullable String actor, @Nullable String reason, @Nullable Long ifSequenceNumber) {
            this.instanceId = instanceId;
            this.actor = actor;
            this.reason = reason;
            this.ifSequenceNumber = ifSequenceNumber;
        }
    }

    /** A lease that a chore saw expire; the lane looks again under lock, because a renewal may have come since. */
    static final class Expire extends LaneRequest {
        final UUID instanceId;
        final UUID executionId;

        Expire(UUID instanceId, UUID executionId) {
            this.instanceId = instanceId;
            this.executionId = executionId;
        }
    }

    /** A new run. */
    static final class Start extends LaneRequest {
        final UUID instanceId;
        final WorkflowPlan plan;
        final StartWorkflow command;

        /** A signal that it has from the beginning. */
        final @Nullable ReceiveSignal signal;

        final @Nullable String actor;

        /** Another run holds the key, or may: look before inserting again. */
        boolean contested;

        Start(UUID instanceId, WorkflowPlan plan, StartWorkflow command, @Nullable String actor) {
            this(instanceId, plan, command, null, actor);
        }

        Start(
                UUID instanceId,
                WorkflowPlan plan,
                StartWorkflow command,
                @Nullable ReceiveSignal signal,
                @Nullable String actor) {
            this.instanceId = instanceId;
            this.plan = plan;
            this.command = command;
            this.signal = signal;
            this.actor = actor;
        }

        RunCommand decision() {
            return signal == null ? command : new StartWorkflow.WithSignal(command, signal);
        }

        boolean isDelayed() {
            return command.startAt() != null;
        }

        RunKey key() {
            return new RunKey(plan.namespace(), plan.name(), command.runId());
        }

        /** What else it wants for itself; nothing unless it is a job. */
        List<JobKey> jobKeys() {
            return command.job() == null ? List.of() : JobKey.of(plan.name(), command.runId(), command.job());
        }
    }

    /** Count what a run has under way against limits that are new. */
    static final class Adopt extends LaneRequest {
        final UUID instanceId;

        Adopt(UUID instanceId) {
            this.instanceId = instanceId;
        }
    }

    /** Let a run hear what other runs have told it; a child that is told to start comes to be. */
    static final class Deliver extends LaneRequest {
        final UUID receiver;

        /** Another run may hold the key of the child: look before inserting again. */
        boolean contested;

        Deliver(UUID receiver) {
            this.receiver = receiver;
        }
    }

    /** Find who waits for what was given back. */
    static final class Admit extends LaneRequest {
        final Set<String> names;

        Admit(Collection<String> names) {
            this.names = Set.copyOf(names);
        }
    }

    /** Lease ready work of a queue to the polls that wait for it. */
    static final class Serve extends LaneRequest {
        final String queue;

        /** How much of it at most. */
        final int max;

        Serve(String queue) {
            this(queue, Integer.MAX_VALUE);
        }

        private Serve(String queue, int max) {
            this.queue = queue;
            this.max = max;
        }

        /**
         * Fewer of what a look has found, to find out what a fault is about; at last a single one. So many can be found in each line
         * of the queue, so what was found says nothing of how many were asked for.
         */
        Serve fewer(int found) {
            return new Serve(queue, Math.max(1, Math.min(found, max) / 2));
        }

        /** Whether it is after a single one, from whatever line. */
        boolean isForOne() {
            return max == 1;
        }
    }
}
