package com.orchestrator.engine.batch;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.engine.Failures;
import com.orchestrator.engine.coordinator.RunOperator;
import com.orchestrator.engine.decision.batch.ApplyBatch;
import com.orchestrator.engine.store.StoredBatch;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** By the command that an operator would give each of them, all at once: lanes put them together. */
final class CommandWork implements Work {

    private final RunOperator operator;

    CommandWork(RunOperator operator) {
        this.operator = operator;
    }

    @Override
    public CompletableFuture<List<Optional<OrchestratorException>>> apply(StoredBatch batch, List<UUID> instanceIds) {
        ApplyBatch command = Operations.commandOf(batch.batchId(), batch.order());
        List<CompletableFuture<Optional<OrchestratorException>>> each = instanceIds.stream()
                .map(id -> outcome(operator.apply(id, command, batch.order().actor())))
                .toList();
        return CompletableFuture.allOf(each.toArray(CompletableFuture[]::new))
                .thenApply(done -> each.stream().map(CompletableFuture::join).toList());
    }

    private static CompletableFuture<Optional<OrchestratorException>> outcome(CompletableFuture<?> answer) {
        return answer.handle((instance, failure) -> failure == null ? Optional.empty() : Optional.of(refusal(failure)));
    }

    private static OrchestratorException refusal(Throwable failure) {
        return Failures.causeOf(failure) instanceof OrchestratorException refusal
                ? refusal
                : new OrchestratorException(ErrorCode.INTERNAL, "The engine met a fault while working on this run");
    }
}
