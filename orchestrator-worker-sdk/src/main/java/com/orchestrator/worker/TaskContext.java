package com.orchestrator.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.orchestrator.api.model.ExecutionKind;
import com.orchestrator.api.model.LeasedTask;
import com.orchestrator.api.model.Payload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a handler may know and say about the attempt it is working on. The lease is renewed in the background whatever
 * the handler does; {@link #heartbeat} only adds progress.
 */
public final class TaskContext {

    private final LeasedTask task;
    private final TaskLease lease;
    private final ObjectMapper mapper;
    private final InstantSource clock;

    TaskContext(LeasedTask task, TaskLease lease, ObjectMapper mapper, InstantSource clock) {
        this.task = task;
        this.lease = lease;
        this.mapper = mapper;
        this.clock = clock;
    }

    /** A context with no worker behind it, for calling a handler from a test: first attempt, lease of one hour. */
    public static TaskContext detached(String taskType, String idempotencyKey) {
        return detached(taskType, idempotencyKey, ExecutionKind.ACTION, null);
    }

    /** The same for the handler of an undo, whose key ends in {@code :undo}. */
    public static TaskContext detachedUndo(String taskType, String idempotencyKey, boolean mayNotHaveHappened) {
        return detached(taskType, idempotencyKey, ExecutionKind.COMPENSATION, mayNotHaveHappened ? true : null);
    }

    private static TaskContext detached(
            String taskType, String idempotencyKey, ExecutionKind kind, @Nullable Boolean mayNotHaveHappened) {
        UUID id = UUID.nameUUIDFromBytes(idempotencyKey.getBytes(StandardCharsets.UTF_8));
        InstantSource clock = InstantSource.system();
        LeasedTask task = new LeasedTask(
                id,
                id,
                "test",
                "test",
                1,
                "test",
                taskType,
                null,
                taskType,
                taskType,
                kind,
                1,
                1,
                1,
                clock.instant().plus(Duration.ofHours(1)),
                idempotencyKey,
                mayNotHaveHappened,
                Payload.EMPTY_OBJECT,
                null,
                Map.of());
        TaskLease lease = new TaskLease(() -> 0L, Duration.ofHours(1).toNanos(), () -> {});
        return new TaskContext(task, lease, HandlerJson.mapper(), clock);
    }

    public String namespace() {
        return task.namespace();
    }

    public String workflow() {
        return task.workflow();
    }

    public int revision() {
        return task.revision();
    }

    public String runId() {
        return task.runId();
    }

    public UUID instanceId() {
        return task.instanceId();
    }

    public UUID executionId() {
        return task.executionId();
    }

    public String taskId() {
        return task.taskId();
    }

    /** Position inside the maps and loops around the task. */
    public Optional<String> iteration() {
        return Optional.ofNullable(task.iteration());
    }

    public String taskType() {
        return task.taskType();
    }

    public String queue() {
        return task.queue();
    }

    public int attempt() {
        return task.attempt();
    }

    /** Attempts the policy allows; 0 when it counts time instead. */
    public int maxAttempts() {
        return task.maxAttempts();
    }

    public boolean isLastAttempt() {
        return task.maxAttempts() > 0 && task.attempt() >= task.maxAttempts();
    }

    public boolean isCompensation() {
        return task.kind() == ExecutionKind.COMPENSATION;
    }

    /**
     * Whether this finds out if a task happened; the handler returns an object with {@code happened} and, when it did, the
     * task's {@code output}.
     */
    public boolean isProbe() {
        return task.kind() == ExecutionKind.PROBE;
    }

    /** For an undo: the effect to be undone is not certain, so not finding it is no error. */
    public boolean mayNotHaveHappened() {
        return Boolean.TRUE.equals(task.mayNotHaveHappened());
    }

    /** The same over all attempts and lease takeovers of this task; send it downstream. */
    public String idempotencyKey() {
        return task.idempotencyKey();
    }

    /** Strictly increases over the takers of this task; a store that remembers the highest can refuse zombies. */
    public long fenceToken() {
        return task.fenceToken();
    }

    /** Until when this worker trusts its lease; moves on with every renewal. */
    public Instant deadline() {
        return clock.instant().plus(remaining());
    }

    /** Zero when the lease is lost. Measured by the monotonic clock. */
    public Duration remaining() {
        return Duration.ofNanos(lease.remainingNanos());
    }

    /**
     * Leaves a mark for the UI and for the next attempt. Returns at once; the newest value goes out with the next
     * renewal, at most about once a second, so the last mark before a failure may be missing.
     */
    public void heartbeat(Object progress) {
        try {
            lease.reportProgress(Payload.ofJson(mapper.writeValueAsBytes(progress)));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The progress cannot be written as JSON", e);
        }
    }

    /** What an earlier attempt marked last; the place to resume from. */
    public <T> Optional<T> lastHeartbeat(Class<T> type) {
        @Nullable Payload last = task.lastProgress();
        if (last == null) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(mapper.readValue(last.bytes(), type));
        } catch (IOException e) {
            throw new IllegalArgumentException("The last progress is not a " + type.getSimpleName(), e);
        }
    }

    /** Whether the handler should stop: the run no longer wants the task, or the lease is lost. */
    public boolean isCancelRequested() {
        return lease.isCancelRequested();
    }

    public void throwIfCancelled() {
        if (lease.isLost()) {
            throw new TaskCancelledException("The lease of task " + task.taskId() + " is lost");
        }
        if (lease.isCancelRequested()) {
            throw new TaskCancelledException("Task " + task.taskId() + " is to be cancelled");
        }
    }

    /** Runs once when the task should stop; at once when it already should. Called on another thread than the handler's. */
    public void onCancel(Runnable callback) {
        lease.onCancel(callback);
    }

    /** What inputs are read and outputs are written with; for libraries that keep outputs elsewhere as well. */
    public ObjectMapper objectMapper() {
        return mapper;
    }

    /** Trace and other context that travels with the run. */
    public Map<String, String> headers() {
        return task.headers();
    }
}
