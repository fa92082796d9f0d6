package com.orchestrator.engine.decision;

import com.orchestrator.engine.history.NodeKey;
import com.orchestrator.engine.run.ExecutionRun;
import com.orchestrator.engine.run.Run;

/**
 * The key a worker sends downstream: {@code namespace/workflow/runId/taskId[#iteration]}, the same over all attempts, with
 * {@code :undo} for the undo and {@code :probe} for the probe. A task that is done anew after a rollback is a new effect ({@code @2}), and so is the undo of
 * an effect that happened after its first undo ({@code :undo:2}).
 */
public final class IdempotencyKey {

    private IdempotencyKey() {}

    public static String of(Run run, ExecutionRun execution) {
        String forward = forward(run, execution.task().key(), execution.round());
        return switch (execution.kind()) {
            case ACTION -> forward;
            case COMPENSATION -> forward + ":undo" + (execution.turn() == 1 ? "" : ":" + execution.turn());
            case PROBE -> forward + ":probe";
        };
    }

    /** Of the forward work of one of the task's rounds. */
    public static String forward(Run run, NodeKey key, int round) {
        String base = run.plan().namespace() + "/" + run.plan().name() + "/" + run.runId() + "/" + key;
        return round == 1 ? base : base + "@" + round;
    }
}
