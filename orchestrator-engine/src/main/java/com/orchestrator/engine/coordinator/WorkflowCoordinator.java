package com.orchestrator.engine.coordinator;

import com.orchestrator.api.definition.AttributeType;
import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.model.CountBy;
import com.orchestrator.api.model.Explanation;
import com.orchestrator.api.model.HistoryEntry;
import com.orchestrator.api.model.LogLine;
import com.orchestrator.api.model.Page;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.RunCount;
import com.orchestrator.api.model.TaskExecution;
import com.orchestrator.api.model.WorkflowChange;
import com.orchestrator.api.model.WorkflowInstance;
import com.orchestrator.api.model.WorkflowStatus;
import com.orchestrator.api.request.CompensateRequest;
import com.orchestrator.api.request.ControlRequest;
import com.orchestrator.api.request.KeyedSignal;
import com.orchestrator.api.request.LabelsUpdate;
import com.orchestrator.api.request.SignalRequest;
import com.orchestrator.api.request.StartWorkflowRequest;
import com.orchestrator.api.request.TaskRepair;
import com.orchestrator.api.request.WorkflowUpdate;
import com.orchestrator.engine.IdGenerator;
import com.orchestrator.engine.decision.RunCommand;
import com.orchestrator.engine.decision.keeping.ChangeLabels;
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
import com.orchestrator.engine.find.AttributeTypes;
import com.orchestrator.engine.find.RunFilter;
import com.orchestrator.engine.history.NodeKey;
import com.orchestrator.engine.history.UndoTarget;
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
import com.orchestrator.engine.store.EngineStore;
import com.orchestrator.engine.store.StatusChange;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** What callers and operators ask about workflows: one method per request, each builds a command or reads. */
public final class WorkflowCoordinator implements WorkflowService {

    private static final int DEFINITIONS_AT_ONCE = 500;

    private final EngineStore store;
    private final Plans plans;
    private final Lanes lanes;
    private final Results results;
    private final RunStarts starts;
    private final RunReader reader;
    private final CompensationPreviews previews;
    private final RunMasks masks;
    private final SignalsByKey keyed;
    private final IdGenerator ids;

    /** @param readers runs the reads that follow a wait; never a lane */
    WorkflowCoordinator(
            EngineStore store,
            Plans plans,
            Lanes lanes,
            ResultWaiters waiters,
            RunReader reader,
            IdGenerator ids,
            Executor readers) {
        this.store = store;
        this.plans = plans;
        this.lanes = lanes;
        this.results = new Results(store.reads(), waiters, readers);
        this.starts = new RunStarts(plans, lanes, results, ids, readers);
        this.reader = reader;
        this.masks = new RunMasks(store.reads(), plans, reader);
        this.previews = new CompensationPreviews(reader);
        this.keyed = new SignalsByKey(store.reads(), lanes, readers);
        this.ids = ids;
    }

    // ---- definitions

    @Override
    public RegisteredDefinition registerWorkflow(byte[] document, @Nullable String actor) {
        return plans.register(document, new String(document, StandardCharsets.UTF_8), actor);
    }

    @Override
    public WorkflowStatus getWorkflowStatus(String namespace, String name) {
        return store.definitions().status(namespace, name).orElseThrow(() -> StatusChange.noWorkflow(namespace, name));
    }

    @Override
    public WorkflowStatus updateWorkflow(String namespace, String name, WorkflowUpdate update, @Nullable String actor) {
        return plans.update(namespace, name, update, actor);
    }

    @Override
    public Page<WorkflowChange> listChanges(String namespace, String name, ListQuery query) {
        getWorkflowStatus(namespace, name);
        return store.definitions().changes(namespace, name, query);
    }

    @Override
    public ValidatedDefinition validateWorkflow(byte[] document) {
        return plans.validate(document);
    }

    @Override
    public Page<DefinitionSummary> listRevisions(String namespace, String name, ListQuery query) {
        Page<DefinitionSummary> revisions = store.definitions().revisions(namespace, name, query);
        if (revisions.items().isEmpty() && query.cursor() == null) {
            throw new OrchestratorException(ErrorCode.NOT_FOUND, "There is no workflow '" + name + "'");
        }
        return revisions;
    }

    @Override
    public Page<WorkflowOverview> listWorkflows(@Nullable String namespace, ListQuery query) {
        return store.definitions().list(namespace, query);
    }

    @Override
    public StoredDefinition getDefinition(String namespace, String name, Optional<Integer> revision) {
        int wanted = revision.orElseGet(() -> getWorkflowStatus(namespace, name).defaultRevision());
        return store.definitions()
                .find(namespace, name, Optional.of(wanted))
                .orElseThrow(() -> new OrchestratorException(
                        ErrorCode.NOT_FOUND, "There is no such revision of workflow '" + name + "'"));
    }

    // ---- starting

    @Override
    public CompletableFuture<StartedWorkflow> startWorkflow(StartWorkflowRequest request) {
        return starts.start(request);
    }

    @Override
    public CompletableFuture<AwaitedStart> startAndAwait(StartWorkflowRequest request, Duration wait) {
        return starts.startAndAwait(request, wait);
    }

    @Override
    public CompletableFuture<StartedWorkflow> startWithSignal(
            StartWorkflowRequest request, SignalRequest signal, String actor) {
        return starts.startWithSignal(request, received(signal), actor);
    }

    @Override
    public CompletableFuture<List<StartOutcome>> startWorkflows(List<StartOutcome.Item> items) {
        return BatchStart.of(items, starts::startOneOfMany);
    }

    // ---- reading

    @Override
    public WorkflowInstance getWorkflow(UUID instanceId) {
        return results.find(instanceId);
    }

    @Override
    public CompletableFuture<WorkflowInstance> awaitResult(UUID instanceId, Duration wait) {
        return results.await(instanceId, wait);
    }

    @Override
    public AttributeTypes attributeTypes() {
        return store.definitions().attributeTypes();
    }

    @Override
    public AttributeTypes attributeTypes(String namespace) {
        Map<String, Set<AttributeType>> byName = new HashMap<>();
        String cursor = null;
        do {
            Page<WorkflowOverview> page =
                    store.definitions().list(namespace, new ListQuery(DEFINITIONS_AT_ONCE, cursor));
            page.items().stream()
                    .flatMap(one -> plans.forStart(namespace, one.name(), one.revision()).searchAttributes().stream())
                    .forEach(attribute -> byName.computeIfAbsent(
                                    attribute.name(), name -> EnumSet.noneOf(AttributeType.class))
                            .add(attribute.type()));
            cursor = page.next();
        } while (cursor != null);
        return new AttributeTypes(byName);
    }

    @Override
    public Page<WorkflowInstance> listInstances(InstanceQuery query) {
        return store.reads().listInstances(query);
    }

    @Override
    public RunCount countInstances(RunFilter filter, CountBy by) {
        return store.reads().countInstances(filter, by);
    }

    @Override
    public Page<HistoryEntry> getHistory(UUID instanceId, long afterSequenceNumber, int limit) {
        requireInstance(instanceId);
        return reader.entries(instanceId, afterSequenceNumber, limit);
    }

    @Override
    public Page<TaskExecution> getTasks(UUID instanceId, ListQuery query) {
        return Pages.of(reader.tasks(instanceId), query, TaskExecution::executionId);
    }

    @Override
    public Page<LogLine> getLog(UUID instanceId, ListQuery query) {
        requireInstance(instanceId);
        return store.logs().list(instanceId, query);
    }

    private void requireInstance(UUID instanceId) {
        results.find(instanceId);
    }

    @Override
    public CompensationPreview getCompensationPlan(UUID instanceId, CompensateRequest request) {
        return previews.of(instanceId, new UndoTarget(request.fromTaskId(), request.toSavepoint()));
    }

    @Override
    public Map<UUID, String> namespaces(Collection<UUID> instanceIds) {
        return store.reads().namespaces(instanceIds);
    }

    @Override
    public Mask mask(Collection<UUID> ids) {
        return masks.of(ids);
    }

    @Override
    public Explanation explainWorkflow(UUID instanceId) {
        return reader.explain(instanceId);
    }

    // ---- operations

    @Override
    public CompletableFuture<WorkflowInstance> pauseWorkflow(Command<ControlRequest> command) {
        return submit(command, new PauseWorkflow(command.request().reason()));
    }

    @Override
    public CompletableFuture<WorkflowInstance> resumeWorkflow(Command<ControlRequest> command) {
        return submit(command, new ResumeWorkflow(command.request().reason()));
    }

    @Override
    public CompletableFuture<WorkflowInstance> cancelWorkflow(Command<ControlRequest> command) {
        ControlRequest request = command.request();
        return submit(command, new CancelWorkflow(request.compensate(), request.reason()));
    }

    @Override
    public CompletableFuture<WorkflowInstance> terminateWorkflow(Command<ControlRequest> command) {
        ControlRequest request = command.request();
        return submit(command, new TerminateWorkflow(request.compensate(), request.reason()));
    }

    @Override
    public CompletableFuture<WorkflowInstance> triggerCompensation(Command<CompensateRequest> command) {
        return submit(command, new CompensateWorkflow(previews.checkChildren(command.instanceId(), command.request())));
    }

    @Override
    public CompletableFuture<WorkflowInstance> retryWorkflow(Command<ControlRequest> command) {
        UUID instanceId = command.instanceId();
        LaneRequest.TakeUp request = new LaneRequest.TakeUp(
                instanceId, command.actor(), command.request().reason(), command.ifSequenceNumber());
        return lanes.submit(instanceId, request)
                .thenApply(answer -> answer.instance() == null ? getWorkflow(instanceId) : answer.instance());
    }

    @Override
    public CompletableFuture<WorkflowInstance> changeLabels(Command<LabelsUpdate> command) {
        return submit(command, new ChangeLabels(command.request()));
    }

    @Override
    public CompletableFuture<WorkflowInstance> signalWorkflow(Command<SignalRequest> command) {
        return submit(command, received(command.request()));
    }

    private ReceiveSignal received(SignalRequest signal) {
        return new ReceiveSignal(signal.name(), idOf(signal.signalId()), signal.payload());
    }

    private String idOf(@Nullable String signalId) {
        return signalId == null ? ids.next().toString() : signalId;
    }

    @Override
    public CompletableFuture<List<UUID>> signalByKey(KeyedSignal signal, String actor) {
        return keyed.send(signal, idOf(signal.signalId()), actor);
    }

    @Override
    public CompletableFuture<WorkflowInstance> retryTask(String taskId, Command<TaskRepair> command) {
        TaskRepair repair = command.request();
        return submit(command, new RetryTask(key(taskId, repair), repair.input(), repair.reason()));
    }

    @Override
    public CompletableFuture<WorkflowInstance> skipTask(String taskId, Command<TaskRepair> command) {
        TaskRepair repair = command.request();
        return submit(command, new SkipTask(key(taskId, repair), repair.output(), repair.reason()));
    }

    @Override
    public CompletableFuture<WorkflowInstance> completeTask(String taskId, Command<TaskRepair> command) {
        TaskRepair repair = command.request();
        Payload output = Objects.requireNonNullElse(repair.output(), Payload.NULL);
        return submit(command, new CompleteByHand(key(taskId, repair), output, repair.reason()));
    }

    @Override
    public CompletableFuture<WorkflowInstance> resolveTask(String taskId, Command<TaskRepair> command) {
        TaskRepair repair = command.request();
        return submit(command, new ResolveTask(key(taskId, repair), repair.evidence(), repair.reason()));
    }

    private static NodeKey key(String taskId, TaskRepair repair) {
        return new NodeKey(taskId, repair.iteration());
    }

    private CompletableFuture<WorkflowInstance> submit(Command<?> command, RunCommand decision) {
        LaneRequest.OnRun request =
                LaneRequest.OnRun.byPerson(command.instanceId(), decision, command.actor(), command.ifSequenceNumber());
        return lanes.submit(command.instanceId(), request)
                .thenApply(answer -> Objects.requireNonNull(answer.instance()));
    }
}
