package com.orchestrator.engine.store;

import com.orchestrator.api.model.ExecutionKind;
import com.orchestrator.api.model.ExecutionState;
import com.orchestrator.api.model.Priority;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An execution row, ready and due unless said otherwise. */
public final class ExecutionBuilder {

    final UUID executionId;
    final UUID instanceId;
    final Instant createdAt;
    String taskId = "work";
    ExecutionKind kind = ExecutionKind.ACTION;
    String queue = "queue";
    Priority priority = Priority.DEFAULT;
    String line = Strand.NO_LINE;
    long place;
    ExecutionState state = ExecutionState.READY;
    boolean held;
    int attempt = 1;
    long fence;
    long leaseMillis = 30_000;
    Instant availableAt;
    private @Nullable String iteration;
    private @Nullable String holder;
    private @Nullable Instant leaseExpiresAt;
    private @Nullable Instant executionDeadline;
    private @Nullable Instant cancelDeadline;

    public ExecutionBuilder(UUID executionId, UUID instanceId, Instant createdAt) {
        this.executionId = executionId;
        this.instanceId = instanceId;
        this.createdAt = createdAt;
        this.availableAt = createdAt;
    }

    public ExecutionBuilder task(String id) {
        taskId = id;
        return this;
    }

    public ExecutionBuilder iteration(String name) {
        iteration = name;
        return this;
    }

    public ExecutionBuilder attempt(int number) {
        attempt = number;
        return this;
    }

    public ExecutionBuilder undo() {
        kind = ExecutionKind.COMPENSATION;
        return this;
    }

    public ExecutionBuilder queue(String name) {
        queue = name;
        return this;
    }

    public ExecutionBuilder priority(Priority value) {
        priority = value;
        return this;
    }

    public ExecutionBuilder line(String name) {
        line = name;
        return this;
    }

    public ExecutionBuilder place(long value) {
        place = value;
        return this;
    }

    public ExecutionBuilder held() {
        held = true;
        return this;
    }

    public ExecutionBuilder availableAt(Instant at) {
        availableAt = at;
        return this;
    }

    /** Leased, as the change that leases writes it. */
    public ExecutionBuilder leased(String worker, long fenceToken, @Nullable Instant expiresAt) {
        state = ExecutionState.LEASED;
        holder = worker;
        fence = fenceToken;
        leaseExpiresAt = expiresAt;
        return this;
    }

    /** Given back or expired: to be leased again under the next token. */
    public ExecutionBuilder readyAgain(long fenceToken) {
        state = ExecutionState.READY;
        fence = fenceToken;
        holder = null;
        leaseExpiresAt = null;
        return this;
    }

    public ExecutionBuilder leaseMillis(long millis) {
        leaseMillis = millis;
        return this;
    }

    public ExecutionBuilder executionDeadline(Instant at) {
        executionDeadline = at;
        return this;
    }

    public ExecutionBuilder cancelDeadline(Instant at) {
        cancelDeadline = at;
        return this;
    }

    public ExecutionRow row() {
        return new ExecutionRow(
                executionId,
                instanceId,
                taskId,
                iteration,
                kind,
                "type-of-" + taskId,
                queue,
                priority,
                line,
                place,
                state,
                held,
                attempt,
                fence,
                holder,
                leaseExpiresAt,
                leaseMillis,
                executionDeadline,
                cancelDeadline,
                availableAt);
    }
}
