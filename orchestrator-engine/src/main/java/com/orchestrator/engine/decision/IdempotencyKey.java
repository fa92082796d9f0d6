package com.orchestrator.engine.decision;

import com.orchestrator.api.model.ExecutionKind;

/**
 * The key a worker sends downstream: {@code namespace/workflow/runId/taskId[#iteration]}, the same over all attempts, with
 * {@code :undo} for the undo. A task that is done anew after a rollback is a new effect ({@code @2}), and so is the undo of
 * an effect that happened after its first undo ({@code :undo:2}).
 */
public final class IdempotencyKey {

    private IdempotencyKey() {}

    public static String of(Run run, ExecutionRun execution) {
        String forward = forward(run, execution.task().key(), execution.round());
        if (execution.kind() == ExecutionKind.ACTION) {
            return forward;
        }
        return forward + ":undo" + (execution.turn() == 1 ? "" : ":" + execution.turn());
    }

    static String forward(Run run, NodeKey key, int round) {
        String base = run.plan().namespace() + "/" + run.plan().name() + "/" + run.runId() + "/" + key;
        return round == 1 ? base : base + "@" + round;
    }
}
