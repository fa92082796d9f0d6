package com.orchestrator.engine.batch;

import com.orchestrator.api.batch.BatchOperation;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.request.CompensateRequest;
import com.orchestrator.engine.decision.RunCommand;
import com.orchestrator.engine.decision.Verdict;
import com.orchestrator.engine.decision.batch.ApplyBatch;
import com.orchestrator.engine.decision.batch.Repair;
import com.orchestrator.engine.decision.workflow.CancelWorkflow;
import com.orchestrator.engine.decision.workflow.CompensateWorkflow;
import com.orchestrator.engine.decision.workflow.CompleteByHand;
import com.orchestrator.engine.decision.workflow.PauseWorkflow;
import com.orchestrator.engine.decision.workflow.ReceiveSignal;
import com.orchestrator.engine.decision.workflow.ResolveTask;
import com.orchestrator.engine.decision.workflow.ResumeWorkflow;
import com.orchestrator.engine.decision.workflow.RetryTask;
import com.orchestrator.engine.decision.workflow.SkipTask;
import com.orchestrator.engine.decision.workflow.TerminateWorkflow;
import com.orchestrator.engine.history.NodeKey;
import com.orchestrator.engine.store.StoredBatch.Order;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What is asked for → the command that each run of the batch gets. */
final class Operations {

    private static final String TASK = "taskId";
    private static final String ITERATION = "iteration";

    /** Parameters by operation; what has none is not here. */
    private static final Map<BatchOperation, List<String>> PARAMETERS = Map.of(
            BatchOperation.RETRY, List.of(TASK, ITERATION, "input"),
            BatchOperation.SKIP, List.of(TASK, ITERATION, "output"),
            BatchOperation.COMPLETE, List.of(TASK, ITERATION, "output"),
            BatchOperation.RESOLVE, List.of(TASK, ITERATION, "evidence"),
            BatchOperation.CANCEL, List.of("compensate"),
            BatchOperation.TERMINATE, List.of("compensate"),
            BatchOperation.COMPENSATE, List.of("fromTaskId", "toSavepoint", "then", "force"),
            BatchOperation.SIGNAL, List.of("name", "payload", "signalId"));

    private final UUID batchId;
    private final Order order;
    private final Parameters parameters;

    private Operations(UUID batchId, Order order) {
        this.batchId = batchId;
        this.order = order;
        this.parameters = new Parameters(
                order.operation(), order.parameters(), PARAMETERS.getOrDefault(order.operation(), List.of()));
    }

    /**
     * The command of a batch.
     *
     * @throws OrchestratorException {@code INVALID_REQUEST} when the parameters do not fit the operation
     */
    static ApplyBatch commandOf(UUID batchId, Order order) {
        RunCommand command = new Operations(batchId, order).command();
        return new ApplyBatch(batchId, order.operation(), order.reason(), command);
    }

    private RunCommand command() {
        String reason = order.reason();
        return switch (order.operation()) {
            case RETRY -> {
                Payload input = parameters.value("input");
                yield repair(key -> new RetryTask(key, input, reason));
            }
            case SKIP -> {
                Payload output = parameters.value("output");
                yield repair(key -> new SkipTask(key, output, reason));
            }
            case COMPLETE -> {
                Payload output = parameters.required("output");
                yield repair(key -> new CompleteByHand(key, output, reason));
            }
            case RESOLVE -> {
                Payload evidence = parameters.required("evidence");
                yield repair(key -> new ResolveTask(key, evidence, reason));
            }
            case PAUSE -> new PauseWorkflow(reason);
            case RESUME -> new ResumeWorkflow(reason);
            case CANCEL -> new CancelWorkflow(parameters.truth("compensate"), reason);
            case TERMINATE -> terminate();
            case COMPENSATE -> new CompensateWorkflow(compensation());
            case SIGNAL -> signal();
            // No decision of the run alone: it is about all that it has started as well.
            case DELETE, ERASE -> change -> Verdict.ACCEPTED;
        };
    }

    private RunCommand repair(Function<NodeKey, RunCommand> of) {
        String taskId = parameters.text(TASK);
        String iteration = parameters.text(ITERATION);
        if (iteration != null && taskId == null) {
            throw parameters.missing(TASK);
        }
        return new Repair(order.operation().wireName(), taskId, iteration, of);
    }

    private RunCommand terminate() {
        Boolean compensate = parameters.truth("compensate");
        if (compensate == null) {
            throw parameters.missing("compensate");
        }
        return new TerminateWorkflow(compensate, order.reason());
    }

    private CompensateRequest compensation() {
        Boolean force = parameters.truth("force");
        return new CompensateRequest(
                parameters.text("fromTaskId"),
                parameters.text("toSavepoint"),
                then(parameters.text("then")),
                null,
                force != null && force,
                order.reason());
    }

    private static CompensateRequest.Then then(@Nullable String word) {
        try {
            return word == null ? CompensateRequest.Then.STOP : CompensateRequest.Then.ofWireName(word);
        } catch (IllegalArgumentException neither) {
            throw Parameters.refusal("/then", "'then' is neither stop nor retry", null);
        }
    }

    /** The same signal for all; of each run it is a signal of its own. */
    private RunCommand signal() {
        String id = Objects.requireNonNullElse(parameters.text("signalId"), batchId.toString());
        Payload payload = Objects.requireNonNullElse(parameters.value("payload"), Payload.NULL);
        return new ReceiveSignal(parameters.requiredText("name"), id, payload);
    }
}
