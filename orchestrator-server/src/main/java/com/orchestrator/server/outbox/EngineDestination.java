package com.orchestrator.server.outbox;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.WorkflowInstance;
import com.orchestrator.api.request.SignalRequest;
import com.orchestrator.api.request.StartWorkflowRequest;
import com.orchestrator.engine.find.RunField.Column;
import com.orchestrator.engine.find.RunFilter;
import com.orchestrator.engine.service.Command;
import com.orchestrator.engine.service.InstanceQuery;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.engine.service.WorkflowService;
import com.orchestrator.outbox.relay.Destination;
import com.orchestrator.outbox.relay.Message;
import com.orchestrator.outbox.relay.RunName;
import com.orchestrator.outbox.relay.Verdict;
import com.orchestrator.server.auth.Caller;
import com.orchestrator.server.auth.Place;
import com.orchestrator.server.auth.Role;
import com.orchestrator.server.quota.Quotas;
import com.orchestrator.server.rest.json.BodyLimit;
import com.orchestrator.server.rest.json.Json;
import com.orchestrator.server.rest.json.Refusals;
import com.orchestrator.server.rest.wire.OperationBody;
import com.orchestrator.server.rest.wire.StartBody;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The engine in this process. A message becomes the body that REST would have been sent, and goes the same way from there: same limits,
 * same quotas, same refusals.
 */
public final class EngineDestination implements Destination {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final OutboxSchema schema;
    private final Caller caller;
    private final WorkflowService workflows;
    private final Quotas quotas;
    private final BodyLimit limit;
    private final Json json;

    public EngineDestination(OutboxSchema schema, WorkflowService workflows, Quotas quotas, BodyLimit limit) {
        this.schema = schema;
        this.caller = schema.caller();
        this.workflows = workflows;
        this.quotas = quotas;
        this.limit = limit;
        this.json = new Json(limit.bytesMax());
    }

    @Override
    public Verdict handOver(Message message) {
        String namespace = message.run().namespace();
        if (!caller.mayIn(namespace, Role.OPERATOR)) {
            return Verdict.refused(
                    ErrorCode.FORBIDDEN.name(),
                    "The outbox of schema " + schema.name() + " is bound to namespace "
                            + schema.namespace().orElse("") + ", and this message is about namespace " + namespace);
        }
        try {
            return message.signal() == null ? start(message) : signal(message, message.signal());
        } catch (OrchestratorException refusal) {
            return Verdict.ofRefusal(
                    message,
                    refusal.code().name(),
                    Refusals.detail(refusal),
                    refusal.code().isRetryable());
        }
    }

    private Verdict start(Message message) {
        RunName run = message.run();
        Map<String, Object> body = new LinkedHashMap<>(Map.of("runId", run.runId(), "input", message.payload()));
        Optional.ofNullable(message.labels()).ifPresent(labels -> body.put("labels", Payload.ofJson(labels)));
        Optional.ofNullable(message.revision()).ifPresent(revision -> body.put("revision", revision));
        StartWorkflowRequest request = read(message, body, StartBody.class).toRequest(run.namespace(), run.workflow());
        quotas.admit(run.namespace());
        await(workflows.startWorkflow(request));
        return Verdict.HANDED_OVER;
    }

    private Verdict signal(Message message, Message.Signal signal) {
        SignalRequest request = read(
                        message,
                        Map.of("signalId", signal.id(), "payload", message.payload()),
                        OperationBody.Signal.class)
                .toRequest(signal.name());
        List<WorkflowInstance> runs = runs(message.run());
        if (runs.isEmpty()) {
            return Verdict.noRun(message);
        }
        await(workflows.signalWorkflow(new Command<>(runs.get(0).instanceId(), request, caller.name(), null)));
        return Verdict.HANDED_OVER;
    }

    private List<WorkflowInstance> runs(RunName run) {
        RunFilter filter = RunFilter.every(List.of(
                RunFilter.is(Column.NAMESPACE, run.namespace()),
                RunFilter.is(Column.WORKFLOW, run.workflow()),
                RunFilter.is(Column.RUN_ID, run.runId())));
        return workflows
                .listInstances(new InstanceQuery(filter, new ListQuery(1, null)))
                .items();
    }

    /** Strict, as every body is read: the engine takes a payload for JSON that has been looked at. */
    private <T> T read(Message message, Map<String, Object> body, Class<T> type) {
        byte[] document = json.write(body);
        quotas.charge(caller, () -> Place.in(message.run().namespace()), document.length);
        limit.refuseOver(document.length);
        return json.read(document, type);
    }

    private static <T> T await(CompletableFuture<T> answer) {
        try {
            return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException refusal) {
                throw refusal;
            }
            throw new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            throw new OrchestratorException(ErrorCode.UNAVAILABLE, "No answer within " + PATIENCE.toSeconds() + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OrchestratorException(ErrorCode.UNAVAILABLE, "The server is stopping");
        }
    }
}
