package com.orchestrator.engine.batch;

import com.orchestrator.api.batch.BatchDryRun;
import com.orchestrator.api.batch.BatchOperation;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.engine.batch.Targets.Found;
import com.orchestrator.engine.coordinator.RunOperator;
import com.orchestrator.engine.coordinator.RunOperator.Rehearsed;
import com.orchestrator.engine.service.RetentionService;
import com.orchestrator.engine.store.StoredBatch.Order;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

/** Dry runs: what a batch would do, decided as it will be, on copies of the first of its runs. */
final class Rehearsal {

    /** Runs that are counted. */
    static final int COUNTED_MAX = 10_000;

    /** Pages in which they are looked for. */
    static final int PAGES_MAX = 50;

    /** Runs that are tried. */
    private static final int TRIED_MAX = 1_000;

    private static final int REFUSED_SHOWN = 100;
    private static final int SAMPLE = 10;

    private final RunOperator operator;

    private final RetentionService retention;

    Rehearsal(RunOperator operator, RetentionService retention) {
        this.operator = operator;
        this.retention = retention;
    }

    BatchDryRun of(UUID batchId, Order order, Found found) {
        List<UUID> tried = found.instanceIds()
                .subList(0, Math.min(TRIED_MAX, found.instanceIds().size()));
        List<Rehearsed> all = operator.rehearse(tried, Operations.commandOf(batchId, order), order.actor());
        if (order.operation() == BatchOperation.DELETE) {
            all = withObstacles(all, retention.findObstacles(tried));
        } else if (order.operation() == BatchOperation.ERASE) {
            all = withObstacles(all, retention.findErasureObstacles(tried));
        }
        List<BatchDryRun.Refusal> refused = all.stream()
                .filter(run -> run.refusal() != null)
                .map(Rehearsal::refusal)
                .toList();
        List<BatchDryRun.Target> sample = all.stream()
                .filter(run -> run.refusal() == null)
                .limit(SAMPLE)
                .map(Rehearsal::target)
                .toList();
        return new BatchDryRun(
                found.instanceIds().size(),
                !found.isEnd(),
                tried.size(),
                (long) all.size() - refused.size(),
                refused.subList(0, Math.min(REFUSED_SHOWN, refused.size())),
                sample);
    }

    private static List<Rehearsed> withObstacles(
            List<Rehearsed> runs, List<Optional<OrchestratorException>> obstacles) {
        return IntStream.range(0, runs.size())
                .mapToObj(i -> new Rehearsed(
                        runs.get(i).instanceId(),
                        runs.get(i).instance(),
                        obstacles.get(i).orElse(runs.get(i).refusal())))
                .toList();
    }

    private static BatchDryRun.Refusal refusal(Rehearsed run) {
        var refusal = Objects.requireNonNull(run.refusal());
        return new BatchDryRun.Refusal(run.instanceId(), refusal.code(), String.valueOf(refusal.getMessage()));
    }

    private static BatchDryRun.Target target(Rehearsed run) {
        var instance = Objects.requireNonNull(run.instance());
        return new BatchDryRun.Target(
                run.instanceId(), instance.namespace(), instance.workflow(), instance.runId(), instance.state());
    }
}
