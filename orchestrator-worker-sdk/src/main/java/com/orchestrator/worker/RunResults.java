package com.orchestrator.worker;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** Waiting for the ends of runs. */
final class RunResults {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration EARLY = Duration.ofMillis(200);

    private final HttpTransport http;

    RunResults(HttpTransport http) {
        this.http = http;
    }

    /** How the run stands when it has ended or rests, or after so long; {@link OrchestratorClient#WAIT_MAX} at most. */
    CompletableFuture<WorkflowResult> of(UUID instanceId, Duration wait) {
        Duration asked = wait.compareTo(OrchestratorClient.WAIT_MAX) > 0 ? OrchestratorClient.WAIT_MAX : wait;
        String path = OrchestratorClient.instance(instanceId) + "/result?wait=" + asked.truncatedTo(ChronoUnit.MILLIS);
        long until = System.nanoTime() + asked.toNanos();
        return ClientCalls.repeating(() -> http.get(path, asked.plus(TIMEOUT)))
                .thenApply(answer -> http.json().read(answer.body(), WorkflowResult.class))
                .thenCompose(result -> slowedDown(result, Duration.ofNanos(until - System.nanoTime())));
    }

    /** A server about to stop does not hold requests; whoever asks again must not make a storm of it. */
    private static CompletableFuture<WorkflowResult> slowedDown(WorkflowResult result, Duration left) {
        boolean cameEarly = !result.state().isAtRest() && left.compareTo(EARLY) > 0;
        return cameEarly
                ? ClientCalls.later(EARLY, () -> CompletableFuture.completedFuture(result))
                : CompletableFuture.completedFuture(result);
    }
}
