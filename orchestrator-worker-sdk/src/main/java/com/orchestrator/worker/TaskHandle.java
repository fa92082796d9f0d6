package com.orchestrator.worker;

import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.TaskToken;
import com.orchestrator.api.request.Failure;
import com.orchestrator.api.request.PollResponse.RenewalVerdict;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A task that its worker has left to whoever has the token; see {@link TaskContext#completeLater(Duration)}. Every call may be
 * repeated with the same content. One that comes too late, or after another word on the same attempt, is refused with an
 * {@link OrchestratorProblemException} of code {@code FENCE_STALE} or {@code REPORT_CONFLICT}; what a late one said is kept on
 * the server, and a late success is undone if the run is.
 */
public final class TaskHandle {

    private final OrchestratorClient client;
    private final TaskToken token;

    TaskHandle(OrchestratorClient client, TaskToken token) {
        this.client = client;
        this.token = token;
    }

    public TaskToken token() {
        return token;
    }

    /** @param output anything Jackson can write; the empty object when absent */
    public void complete(@Nullable Object output) {
        client.onTask(token, "complete", new Complete(token.workerId(), token.fenceToken(), client.payload(output)));
    }

    /** Fails the attempt as a handler that throws this would. */
    public void fail(TaskFailure failure) {
        Failure said = new FailureMapping(client.mapper()).failure(failure);
        client.onTask(token, "fail", new Fail(token.workerId(), token.fenceToken(), said));
    }

    /**
     * Asks for more time. Never shortens the time there is.
     *
     * @param lease how long from now on, 1 ms to 30 days
     * @return until when there is time now, which may be less than asked when the attempt has a deadline, and whether the run
     *     no longer wants the task
     */
    public RenewalVerdict extend(Duration lease) {
        Extend call = new Extend(token.workerId(), token.fenceToken(), lease);
        return client.json().read(client.onTask(token, "renew", call).body(), RenewalVerdict.class);
    }

    private record Complete(String workerId, long fenceToken, Payload output) {}

    private record Fail(String workerId, long fenceToken, Failure failure) {}

    private record Extend(String workerId, long fenceToken, Duration lease) {}
}
