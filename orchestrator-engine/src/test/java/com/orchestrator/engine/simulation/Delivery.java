package com.orchestrator.engine.simulation;

import com.orchestrator.api.model.ExecutionKind;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A piece of work in a worker's hands, as the worker sees it. */
final class Delivery {

    /** How it ended, as the worker knows or finds out when it next talks to the engine. */
    enum End {
        HELD,
        SUCCEEDED,
        /** Reported with a kind that says nothing happened. */
        DID_NOT_HAPPEN,
        /** Reported with a kind that leaves open whether it happened. */
        UNCERTAIN,
        /** The right to report was lost, and nothing had been reported. */
        SILENT,
        RELEASED
    }

    final UUID executionId;
    final ExecutionKind kind;
    final String taskId;
    final String key;
    final String workerId;
    final long token;
    final int nonce;
    End end = End.HELD;
    boolean isLost;
    /** A probe has found its effect, and it cannot have been another attempt's. */
    boolean isConfirmed;
    /** What a probe said. */
    @Nullable
    String answer;

    boolean reportedLate;

    Delivery(UUID executionId, ExecutionKind kind, String taskId, String key, String workerId, long token, int nonce) {
        this.executionId = executionId;
        this.kind = kind;
        this.taskId = taskId;
        this.key = key;
        this.workerId = workerId;
        this.token = token;
        this.nonce = nonce;
    }

    boolean isForward() {
        return kind == ExecutionKind.ACTION;
    }

    boolean isProbe() {
        return kind == ExecutionKind.PROBE;
    }

    String output() {
        return answer != null ? answer : "{\"nonce\":" + nonce + "}";
    }

    @Override
    public String toString() {
        return key + " by " + workerId + " token " + token;
    }
}
