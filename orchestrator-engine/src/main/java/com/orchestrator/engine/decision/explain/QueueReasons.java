package com.orchestrator.engine.decision.explain;

import com.orchestrator.api.model.Reason;
import com.orchestrator.api.model.ReasonCode;
import com.orchestrator.engine.history.AttemptControls;
import com.orchestrator.engine.run.ExecutionRun;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Why nobody has taken an attempt that is ready. */
final class QueueReasons {

    /** Polls become known to others within seconds; a worker that has asked within this time is still asking. */
    private static final Duration RECENT = Duration.ofSeconds(30);

    private static final Facts.Queue NEVER_SEEN = new Facts.Queue(1, null, null);

    private final Facts facts;

    QueueReasons(Facts facts) {
        this.facts = facts;
    }

    Reason waiting(ExecutionRun execution) {
        Facts.NoRoom gate = facts.full().get(execution.executionId());
        if (gate != null) {
            return draft(gate.code(), execution)
                    .actor(gate.actor())
                    .until(gate.until())
                    .saying(AttemptReasons.name(execution) + " waits because " + gate.words() + ".");
        }
        Facts.Queue queue = facts.queues().getOrDefault(AttemptReasons.queueOf(execution), NEVER_SEEN);
        if (isRecent(queue.lastOfferAt())) {
            return handover(execution, queue);
        }
        List<Facts.Worker> full = fullWorkers(execution);
        return isRecent(queue.lastPollAt()) || !full.isEmpty()
                ? workersFull(execution, queue, full)
                : noWorker(execution, queue);
    }

    private boolean isRecent(@Nullable Instant at) {
        return at != null && !at.isBefore(facts.now().minus(RECENT));
    }

    private List<Facts.Worker> fullWorkers(ExecutionRun execution) {
        return facts.workers().stream()
                .filter(worker -> worker.queues().contains(AttemptReasons.queueOf(execution)))
                .filter(worker -> worker.isFull() && isRecent(worker.lastHeartbeat()))
                .toList();
    }

    private static ReasonDraft draft(ReasonCode code, ExecutionRun execution) {
        return new ReasonDraft(code).execution(execution).since(execution.availableAt());
    }

    private static Reason handover(ExecutionRun execution, Facts.Queue queue) {
        AttemptControls controls = execution.controls();
        if (controls != null && controls.fairKey() != null && queue.ready() > 1) {
            return draft(ReasonCode.FAIR_TURN, execution)
                    .saying(AttemptReasons.name(execution) + " waits for the turn of key " + controls.fairKey()
                            + ": queue " + AttemptReasons.queueOf(execution) + " is shared out among keys, and "
                            + queue.ready() + " wait in it.");
        }
        return draft(ReasonCode.HANDOVER_PENDING, execution)
                .saying(AttemptReasons.name(execution) + " is ready and workers with free slots ask for queue "
                        + AttemptReasons.queueOf(execution) + "; it is one of " + queue.ready() + " waiting in it.");
    }

    private static Reason workersFull(ExecutionRun execution, Facts.Queue queue, List<Facts.Worker> full) {
        int load = full.stream().mapToInt(Facts.Worker::load).sum();
        int capacity = full.stream().mapToInt(Facts.Worker::capacity).sum();
        String counted = full.isEmpty() ? "" : " (" + full.size() + " with " + load + " of " + capacity + ")";
        return draft(ReasonCode.WORKERS_FULL, execution)
                .saying(AttemptReasons.name(execution) + " waits because the workers of queue "
                        + AttemptReasons.queueOf(execution) + " are full" + counted + "; " + queue.ready()
                        + " wait in it.");
    }

    private static Reason noWorker(ExecutionRun execution, Facts.Queue queue) {
        String name = AttemptReasons.queueOf(execution);
        String polled = queue.lastPollAt() == null
                ? "no worker has ever polled queue " + name
                : "no worker has polled queue " + name + " since " + queue.lastPollAt();
        return draft(ReasonCode.NO_WORKER, execution)
                .saying(AttemptReasons.name(execution) + " waits because " + polled + "; " + queue.ready()
                        + " wait in it.");
    }
}
