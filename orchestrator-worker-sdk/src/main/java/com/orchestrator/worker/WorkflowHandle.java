package com.orchestrator.worker;

import com.orchestrator.api.model.HistoryEntry;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.TaskExecution;
import com.orchestrator.api.model.TimeRange;
import com.orchestrator.api.model.WorkflowInstance;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.request.CompensateRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One run, with the type of its output. Holds no state of its own: every call asks the server. */
public final class WorkflowHandle<T> {

    private final OrchestratorClient client;
    private final UUID instanceId;
    private final Class<T> output;

    WorkflowHandle(OrchestratorClient client, UUID instanceId, Class<T> output) {
        this.client = client;
        this.instanceId = instanceId;
        this.output = output;
    }

    public UUID instanceId() {
        return instanceId;
    }

    /**
     * Waits for the output.
     *
     * @throws WorkflowFailedException when the run ended otherwise, or rests because an undo gave up
     * @throws ResultNotReadyException when the timeout is over; the run goes on
     */
    public T result(Duration timeout) {
        long deadline = System.nanoTime() + TimeRange.nanos(timeout);
        WorkflowResult result = client.result(instanceId, timeout);
        long left = deadline - System.nanoTime();
        while (!result.state().isAtRest() && left > 0) {
            result = client.result(instanceId, Duration.ofNanos(left));
            left = deadline - System.nanoTime();
        }
        if (!result.state().isAtRest()) {
            throw new ResultNotReadyException(instanceId, result.state());
        }
        return outputOf(result);
    }

    /** Waits for the output without a thread. Cancelling the future ends the waiting, not the run. */
    public CompletableFuture<T> resultAsync() {
        CompletableFuture<T> promise = new CompletableFuture<>();
        askUntilAtRest(promise);
        return promise;
    }

    private void askUntilAtRest(CompletableFuture<T> promise) {
        client.resultAsync(instanceId, OrchestratorClient.WAIT_MAX).whenComplete((result, thrown) -> {
            if (thrown != null) {
                promise.completeExceptionally(FailureMapping.unwrap(thrown));
            } else if (!promise.isDone()) {
                conclude(promise, result);
            }
        });
    }

    private void conclude(CompletableFuture<T> promise, WorkflowResult result) {
        if (!result.state().isAtRest()) {
            askUntilAtRest(promise);
            return;
        }
        try {
            promise.complete(outputOf(result));
        } catch (WorkflowFailedException | IllegalArgumentException e) {
            promise.completeExceptionally(e);
        }
    }

    private T outputOf(WorkflowResult result) {
        if (result.state() != WorkflowState.COMPLETED) {
            throw new WorkflowFailedException(instanceId, result.state(), result.cause());
        }
        @Nullable Payload value = result.output();
        try {
            return client.mapper().readValue((value == null ? Payload.NULL : value).bytes(), output);
        } catch (IOException e) {
            throw new IllegalArgumentException("The run's output is not a " + output.getSimpleName(), e);
        }
    }

    public WorkflowInstance describe() {
        return client.get(instanceId);
    }

    public List<TaskExecution> tasks() {
        return client.tasks(instanceId);
    }

    public List<HistoryEntry> events(long afterSequenceNumber) {
        return client.events(instanceId, afterSequenceNumber);
    }

    public void signal(String name, Object payload) {
        client.signal(instanceId, name, null, payload);
    }

    /** Repeating it with the same id has no second effect. */
    public void signal(String name, String signalId, Object payload) {
        client.signal(instanceId, name, signalId, payload);
    }

    public void pause(String reason) {
        client.pause(instanceId, reason);
    }

    public void resume(String reason) {
        client.resume(instanceId, reason);
    }

    /** Stops the run and undoes what has happened. */
    public void cancel(String reason) {
        client.cancel(instanceId, reason);
    }

    public void terminate(String reason) {
        client.terminate(instanceId, reason);
    }

    /** Goes on with it when a fault has set it aside. */
    public void retry(String reason) {
        client.retry(instanceId, reason);
    }

    /** Undoes everything, from the end. */
    public void compensate(String reason) {
        client.compensate(
                instanceId, new CompensateRequest(null, null, CompensateRequest.Then.STOP, null, false, reason));
    }

    /** Undoes from the end down to and including this task. */
    public void compensateFrom(String taskId, String reason) {
        client.compensate(
                instanceId, new CompensateRequest(taskId, null, CompensateRequest.Then.STOP, null, false, reason));
    }
}
