package com.orchestrator.server.testing;

import com.orchestrator.api.definition.AttributeType;
import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.fleet.WorkerIdentity;
import com.orchestrator.api.model.CountBy;
import com.orchestrator.api.model.ExecutionKind;
import com.orchestrator.api.model.ExecutionState;
import com.orchestrator.api.model.Explanation;
import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.HistoryEntry;
import com.orchestrator.api.model.LogLine;
import com.orchestrator.api.model.Page;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.Priority;
import com.orchestrator.api.model.Reason;
import com.orchestrator.api.model.ReasonCode;
import com.orchestrator.api.model.RunCount;
import com.orchestrator.api.model.TaskError;
import com.orchestrator.api.model.TaskExecution;
import com.orchestrator.api.model.TaskState;
import com.orchestrator.api.model.WorkflowChange;
import com.orchestrator.api.model.WorkflowInstance;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.model.WorkflowStatus;
import com.orchestrator.api.request.CompensateRequest;
import com.orchestrator.api.request.ControlRequest;
import com.orchestrator.api.request.KeyedSignal;
import com.orchestrator.api.request.LabelsUpdate;
import com.orchestrator.api.request.SignalRequest;
import com.orchestrator.api.request.StartWorkflowRequest;
import com.orchestrator.api.request.TaskRepair;
import com.orchestrator.api.request.WorkflowUpdate;
import com.orchestrator.engine.find.AttributeTypes;
import com.orchestrator.engine.find.RunFilter;
import com.orchestrator.engine.sensitive.Mask;
import com.orchestrator.engine.service.AwaitedStart;
import com.orchestrator.engine.service.Command;
import com.orchestrator.engine.service.CompensationPreview;
import com.orchestrator.engine.service.DefinitionSummary;
import com.orchestrator.engine.service.InstanceQuery;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.engine.service.RegisteredDefinition;
import com.orchestrator.engine.service.StartOutcome;
import com.orchestrator.engine.service.StartedWorkflow;
import com.orchestrator.engine.service.StoredDefinition;
import com.orchestrator.engine.service.ValidatedDefinition;
import com.orchestrator.engine.service.WorkflowOverview;
import com.orchestrator.engine.service.WorkflowService;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One run, {@link #RUN}, that remembers what it was asked. A run id is free once; operations move the run on by one event
 * and honour the sequence number they are held to.
 */
public final class FakeWorkflows implements WorkflowService {

    public static final UUID RUN = new UUID(0x0199_0000_0000_7000L, 1);
    public static final Instant AT = Instant.parse("2026-01-02T03:04:05.123456789Z");

    /** Whether Jersey has brought the last start. */
    public volatile boolean cameByJersey;

    public volatile @Nullable Object lastRequest;
    public List<CompensationPreview.Item> undos = List.of();
    public List<CompensationPreview.Sequel> follows = List.of();
    public volatile @Nullable String lastActor;
    public volatile WorkflowState state = WorkflowState.RUNNING;
    public volatile Payload output = Payload.NULL;
    public volatile @Nullable RuntimeException failure;
    public volatile List<TaskExecution> tasks = List.of();
    public final CompletableFuture<WorkflowInstance> heldResult = new CompletableFuture<>();

    private final Map<String, String> runs = new java.util.concurrent.ConcurrentHashMap<>();
    private volatile long sequenceNumber = 17;

    @Override
    public RegisteredDefinition registerWorkflow(byte[] document, @Nullable String actor) {
        String text = checked(document);
        boolean isNew = runs.putIfAbsent("definition", text) == null;
        return new RegisteredDefinition("shop", "order saga", 3, "abc123", isNew, List.of());
    }

    private String checked(byte[] document) {
        String text = new String(document, StandardCharsets.UTF_8);
        lastRequest = text;
        if (text.contains("broken")) {
            throw new OrchestratorException(
                    ErrorCode.DEFINITION_INVALID,
                    "1 fault",
                    List.of(new com.orchestrator.api.error.Problem.Detail("/tasks/0", 3, 5, "undeclared", "hint")));
        }
        return text;
    }

    @Override
    public ValidatedDefinition validateWorkflow(byte[] document) {
        checked(document);
        return new ValidatedDefinition("shop", "order", "abc123", List.of(), Set.of(), Set.of());
    }

    @Override
    public Page<DefinitionSummary> listRevisions(String namespace, String name, ListQuery query) {
        lastRequest = namespace + "/" + name + "/" + query;
        return new Page<>(List.of(new DefinitionSummary(namespace, name, 2, "abc123", AT)), null);
    }

    @Override
    public WorkflowStatus getWorkflowStatus(String namespace, String name) {
        return new WorkflowStatus(namespace, name, 1, 3, true);
    }

    @Override
    public WorkflowStatus updateWorkflow(String namespace, String name, WorkflowUpdate update, @Nullable String actor) {
        lastRequest = actor + ": " + update;
        return new WorkflowStatus(namespace, name, 2, 3, false);
    }

    @Override
    public Page<WorkflowChange> listChanges(String namespace, String name, ListQuery query) {
        lastRequest = query;
        return new Page<>(List.of(new WorkflowChange(2, AT, "ann", "back to what worked", 1, true)), "more");
    }

    @Override
    public Mask mask(Collection<UUID> ids) {
        return Mask.NONE;
    }

    @Override
    public Map<UUID, String> namespaces(Collection<UUID> instanceIds) {
        return instanceIds.stream().collect(Collectors.toMap(id -> id, id -> "shop"));
    }

    @Override
    public Page<WorkflowOverview> listWorkflows(@Nullable String namespace, ListQuery query) {
        lastRequest = query;
        return new Page<>(List.of(new WorkflowOverview("shop", "order", 3, "abc123", AT, 2, true)), "more");
    }

    @Override
    public StoredDefinition getDefinition(String namespace, String name, Optional<Integer> revision) {
        lastRequest = namespace + "/" + name + "/" + revision;
        return new StoredDefinition(
                namespace, name, revision.orElse(3), "abc123", AT, Payload.EMPTY_OBJECT, "name: order");
    }

    @Override
    public CompletableFuture<StartedWorkflow> startWorkflow(StartWorkflowRequest request) {
        lastRequest = request;
        cameByJersey = FakeTasks.isBroughtByJersey();
        return CompletableFuture.supplyAsync(() -> start(request));
    }

    private StartedWorkflow start(StartWorkflowRequest request) {
        failIfTold();
        String runId = request.runId() == null ? "generated" : request.runId();
        String before = runs.putIfAbsent(runId, request.input().toString());
        if (before != null && !before.equals(request.input().toString())) {
            throw new OrchestratorException(ErrorCode.RUN_ID_CONFLICT, "Run " + runId + " has another input");
        }
        return new StartedWorkflow(
                RUN, request.namespace(), request.workflow(), 3, runId, WorkflowState.RUNNING, 1, before != null);
    }

    @Override
    public CompletableFuture<List<StartOutcome>> startWorkflows(List<StartOutcome.Item> items) {
        lastRequest = items;
        return CompletableFuture.completedFuture(items.stream().map(this::start).toList());
    }

    private StartOutcome start(StartOutcome.Item item) {
        try {
            return item.request() == null
                    ? new StartOutcome(null, item.refusal())
                    : new StartOutcome(start(item.request()), null);
        } catch (OrchestratorException refusal) {
            return new StartOutcome(null, refusal);
        }
    }

    @Override
    public WorkflowInstance getWorkflow(UUID instanceId) {
        failIfTold();
        if (!instanceId.equals(RUN)) {
            throw new OrchestratorException(ErrorCode.NOT_FOUND, "There is no instance " + instanceId);
        }
        return instance();
    }

    private void failIfTold() {
        RuntimeException told = failure;
        if (told != null) {
            throw told;
        }
    }

    public WorkflowInstance instance() {
        return new WorkflowInstance(
                RUN,
                "shop",
                "order",
                3,
                "o-1",
                state,
                sequenceNumber,
                Payload.ofJson("{\"n\":1.00}"),
                output,
                null,
                null,
                Map.of("channel", "web"),
                Map.of(),
                Priority.P2,
                AT,
                AT,
                null,
                null);
    }

    @Override
    public CompletableFuture<AwaitedStart> startAndAwait(StartWorkflowRequest request, Duration wait) {
        return startWorkflow(request)
                .thenApply(started -> new AwaitedStart(started, awaitResult(started.instanceId(), wait)));
    }

    @Override
    public CompletableFuture<WorkflowInstance> awaitResult(UUID instanceId, Duration wait) {
        lastRequest = wait;
        WorkflowInstance now = getWorkflow(instanceId);
        return wait.isZero() || now.state().isAtRest() ? CompletableFuture.completedFuture(now) : heldResult;
    }

    @Override
    public AttributeTypes attributeTypes(String namespace) {
        return attributeTypes();
    }

    @Override
    public AttributeTypes attributeTypes() {
        return new AttributeTypes(Map.of(
                "customerId", Set.of(AttributeType.TEXT),
                "total", Set.of(AttributeType.NUMBER, AttributeType.TEXT),
                "paid", Set.of(AttributeType.BOOLEAN)));
    }

    @Override
    public Page<WorkflowInstance> listInstances(InstanceQuery query) {
        lastRequest = query;
        return new Page<>(List.of(instance()), null);
    }

    @Override
    public RunCount countInstances(RunFilter filter, CountBy by) {
        lastRequest = filter;
        return RunCount.of(Map.of(by.name(), 3L, "NONE", 0L), true);
    }

    @Override
    public Page<HistoryEntry> getHistory(UUID instanceId, long afterSequenceNumber, int limit) {
        lastRequest = afterSequenceNumber + "+" + limit;
        HistoryEntry entry = new HistoryEntry(
                1, "WORKFLOW_STARTED", AT, null, null, null, null, null, "alice", Payload.EMPTY_OBJECT.tree());
        return new Page<>(List.of(entry), "1");
    }

    /** An undo that gave up and now waits for a person. */
    public static TaskExecution deadLetter() {
        TaskError error = new TaskError(FailureKind.FATAL, "REFUND_REFUSED", "The card is gone", null);
        return new TaskExecution(
                new UUID(0x0199_0000_0000_7000L, 2),
                "pay",
                null,
                ExecutionKind.COMPENSATION,
                "payment.refund",
                "payments",
                ExecutionState.FAILED,
                1,
                1,
                8,
                "w1",
                new WorkerIdentity("w1", "payments", "host-1", "pay@7"),
                null,
                null,
                Payload.EMPTY_OBJECT,
                null,
                error,
                null,
                true,
                TaskState.UNDO_FAILED,
                error,
                AT,
                AT,
                AT);
    }

    @Override
    public Page<TaskExecution> getTasks(UUID instanceId, ListQuery query) {
        lastRequest = query;
        return new Page<>(tasks, null);
    }

    @Override
    public Page<LogLine> getLog(UUID instanceId, ListQuery query) {
        lastRequest = query;
        return new Page<>(List.of(new LogLine(FakeTasks.EXECUTION, 7, 1, AT, LogLine.Level.ERROR, "said")), "more");
    }

    @Override
    public CompensationPreview getCompensationPlan(UUID instanceId, CompensateRequest request) {
        lastRequest = request;
        return new CompensationPreview(instanceId, "hash", List.of(), undos, follows);
    }

    @Override
    public Explanation explainWorkflow(UUID instanceId) {
        WorkflowInstance run = getWorkflow(instanceId);
        Reason reason = new Reason(
                ReasonCode.PAUSED,
                "Paused.",
                null,
                null,
                null,
                null,
                null,
                "ann",
                AT,
                null,
                null,
                null,
                List.of(),
                List.of("resume"));
        return new Explanation(RUN, run.state(), run.sequenceNumber(), AT, List.of(reason), List.of(), null);
    }

    private CompletableFuture<WorkflowInstance> operate(Command<?> command) {
        lastRequest = command.request();
        lastActor = command.actor();
        failIfTold();
        Long expected = command.ifSequenceNumber();
        if (expected != null && expected != sequenceNumber) {
            return CompletableFuture.failedFuture(new OrchestratorException(
                    ErrorCode.PRECONDITION_FAILED, "The run is at " + sequenceNumber + ", not " + expected));
        }
        if (state == WorkflowState.COMPLETED) {
            return CompletableFuture.failedFuture(
                    new OrchestratorException(ErrorCode.ILLEGAL_STATE, "Expected RUNNING, but it is COMPLETED"));
        }
        sequenceNumber++;
        return CompletableFuture.supplyAsync(this::instance);
    }

    @Override
    public CompletableFuture<WorkflowInstance> pauseWorkflow(Command<ControlRequest> command) {
        return operate(command);
    }

    @Override
    public CompletableFuture<WorkflowInstance> changeLabels(Command<LabelsUpdate> command) {
        return operate(command);
    }

    @Override
    public CompletableFuture<WorkflowInstance> resumeWorkflow(Command<ControlRequest> command) {
        return operate(command);
    }

    @Override
    public CompletableFuture<WorkflowInstance> cancelWorkflow(Command<ControlRequest> command) {
        return operate(command);
    }

    @Override
    public CompletableFuture<WorkflowInstance> terminateWorkflow(Command<ControlRequest> command) {
        return operate(command);
    }

    @Override
    public CompletableFuture<WorkflowInstance> triggerCompensation(Command<CompensateRequest> command) {
        return operate(command);
    }

    @Override
    public CompletableFuture<WorkflowInstance> retryWorkflow(Command<ControlRequest> command) {
        return operate(command);
    }

    @Override
    public CompletableFuture<WorkflowInstance> signalWorkflow(Command<SignalRequest> command) {
        return operate(command);
    }

    @Override
    public CompletableFuture<StartedWorkflow> startWithSignal(
            StartWorkflowRequest request, SignalRequest signal, String actor) {
        return startWorkflow(request);
    }

    @Override
    public CompletableFuture<List<UUID>> signalByKey(KeyedSignal signal, String actor) {
        lastRequest = signal;
        return CompletableFuture.completedFuture(List.of(RUN));
    }

    @Override
    public CompletableFuture<WorkflowInstance> retryTask(String taskId, Command<TaskRepair> command) {
        return operate(command);
    }

    @Override
    public CompletableFuture<WorkflowInstance> skipTask(String taskId, Command<TaskRepair> command) {
        return operate(command);
    }

    @Override
    public CompletableFuture<WorkflowInstance> completeTask(String taskId, Command<TaskRepair> command) {
        return operate(command);
    }

    @Override
    public CompletableFuture<WorkflowInstance> resolveTask(String taskId, Command<TaskRepair> command) {
        return operate(command);
    }
}
