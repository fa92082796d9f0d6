package com.orchestrator.engine.coordinator;

import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.request.StartWorkflowRequest;
import com.orchestrator.engine.Failures;
import com.orchestrator.engine.service.StartOutcome;
import com.orchestrator.engine.service.StartedWorkflow;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/** Starts many runs; one that is refused does not spoil the others. */
final class BatchStart {

    private BatchStart() {}

    /** In the same order. */
    static CompletableFuture<List<StartOutcome>> of(
            List<StartOutcome.Item> items, Function<StartWorkflowRequest, CompletableFuture<StartedWorkflow>> start) {
        List<CompletableFuture<StartOutcome>> outcomes =
                items.stream().map(item -> one(item, start)).toList();
        return CompletableFuture.allOf(outcomes.toArray(CompletableFuture[]::new))
                .thenApply(
                        done -> outcomes.stream().map(CompletableFuture::join).toList());
    }

    private static CompletableFuture<StartOutcome> one(
            StartOutcome.Item item, Function<StartWorkflowRequest, CompletableFuture<StartedWorkflow>> start) {
        StartWorkflowRequest request = item.request();
        if (request == null) {
            return CompletableFuture.completedFuture(new StartOutcome(null, item.refusal()));
        }
        return start.apply(request)
                .thenApply(started -> new StartOutcome(started, null))
                .exceptionally(BatchStart::refused);
    }

    private static StartOutcome refused(Throwable failure) {
        Throwable cause = Failures.causeOf(failure);
        if (cause instanceof OrchestratorException refusal) {
            return new StartOutcome(null, refusal);
        }
        throw new CompletionException(cause);
    }
}
