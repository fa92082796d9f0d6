package com.orchestrator.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.orchestrator.api.model.ExecutionKind;
import com.orchestrator.api.model.LeasedTask;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.TaskToken;
import com.orchestrator.api.request.LeaseRenewal;
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

    private static final Duration LATER_DEFAULT = Duration.ofHours(1);
    private static final TaskLinks DETACHED = new TaskLinks(TaskContext::detachedToken, line -> {});

    private final LeasedTask task;
    private final TaskLease lease;
    private final ObjectMapper mapper;
    private final InstantSource clock;
    private final TaskLinks links;
    private @Nullable TaskLog log;

    TaskContext(LeasedTask task, TaskLease lease, ObjectMapper mapper, InstantSource clock, TaskLinks links) {
        this.task = task;
        this.lease = lease;
        this.mapper = mapper;
        this.clock = clock;
        this.links = links;
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
        return new TaskContext(task, lease, HandlerJson.mapper(), clock, DETACHED);
    }

    private static TaskToken detachedToken(LeasedTask task, Duration lease) {
        return new TaskToken(task.executionId(), "detached", task.fenceToken());
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

    /** Leaves the task to somebody else for an hour; see {@link #completeLater(Duration)}. */
    public TaskToken completeLater() {
        return completeLater(LATER_DEFAULT);
    }

    /**
     * Leaves the task to somebody else: a webhook, a person, another process. The handler then returns, what it returns is
     * ignored, and its slot is free; the task stays leased and ends when somebody who has the token says so
     * ({@link OrchestratorClient#task}), or when the time is over without a word: then its outcome is unknown, as after a
     * worker that fell silent. Whoever has the token can extend the time. A handler that throws fails its task all the same.
     *
     * <p>Returns when the server has it in writing, so hand the token out afterwards: it outlives this worker. The
     * definition's {@code timeouts.execution} ends the attempt nevertheless, and a run that is cancelled or rolled back waits
     * one ordinary lease for the token's word, no longer.
     *
     * @param within how long somebody else has from now on, 1 ms to 30 days
     * @throws TaskCancelledException when the lease is lost
     * @throws OrchestratorProblemException when the server refuses, {@link java.io.UncheckedIOException} when it cannot be
     *     reached after some tries; the task is then still this handler's
     */
    public TaskToken completeLater(Duration within) {
        if (within.compareTo(Duration.ofMillis(1)) < 0 || within.compareTo(LeaseRenewal.LEASE_MAX) > 0) {
            throw new IllegalArgumentException("'within' is not between 1ms and 30d");
        }
        boolean wasLeft = lease.isLeft();
        lease.leave(true);
        try {
            return links.extender().extend(task, within);
        } catch (RuntimeException e) {
            lease.leave(wasLeft);
            throw e;
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

    /** Writes lines about this attempt that people find with the run and in the log of the process. */
    public synchronized TaskLog log() {
        if (log == null) {
            log = new TaskLog(task, links.log(), clock);
        }
        return log;
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
