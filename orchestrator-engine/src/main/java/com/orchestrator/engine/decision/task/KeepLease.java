package com.orchestrator.engine.decision.task;

import com.orchestrator.engine.decision.RunChange;
import com.orchestrator.engine.decision.RunCommand;
import com.orchestrator.engine.decision.Verdict;
import com.orchestrator.engine.history.AttemptEvent;
import com.orchestrator.engine.history.NodeKey;
import com.orchestrator.engine.run.ExecutionRun;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A worker extends its lease for the first time. From then on the lease has a row of its own, and extending it needs the
 * run no more. Refused unless the worker holds the lease and neither the attempt's nor the cancellation's time is over.
 */
public record KeepLease(UUID executionId, String workerId, long fenceToken) implements RunCommand {

    @Override
    public Verdict decide(RunChange change) {
        ExecutionRun execution = change.run().execution(executionId);
        if (execution == null) {
            return LeaseCheck.notFound(executionId);
        }
        LeaseCheck.endIfOfBefore(change, execution);
        boolean holds = LeaseCheck.of(execution, workerId, fenceToken) == LeaseCheck.Standing.HOLDS;
        if (!holds || isOver(execution.executionDeadline(), change) || isOver(execution.cancelDeadline(), change)) {
            return LeaseCheck.stale(change, execution, fenceToken);
        }
        if (!execution.kept()) {
            keep(change, execution);
        }
        return Verdict.ACCEPTED;
    }

    private static boolean isOver(@Nullable Instant deadline, RunChange change) {
        return deadline != null && !deadline.isAfter(change.now());
    }

    private static void keep(RunChange change, ExecutionRun execution) {
        NodeKey key = execution.task().key();
        Instant expiry = Stream.of(
                        change.in(Duration.ofMillis(execution.leaseMillis())),
                        execution.executionDeadline(),
                        execution.cancelDeadline())
                .filter(Objects::nonNull)
                .min(Instant::compareTo)
                .orElseThrow();
        change.emit(new AttemptEvent.LeaseKept(key.taskId(), key.iteration(), execution.executionId(), expiry));
    }
}
