package com.orchestrator.engine.service;

import com.orchestrator.api.model.CountBy;
import com.orchestrator.api.model.Explanation;
import com.orchestrator.api.model.HistoryEntry;
import com.orchestrator.api.model.LogLine;
import com.orchestrator.api.model.Page;
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
import com.orchestrator.engine.find.AttributeTypes;
import com.orchestrator.engine.find.RunFilter;
import com.orchestrator.engine.sensitive.Mask;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What the outside may ask about workflows. Writes answer when they are durable; every refusal is an
 * {@link com.orchestrator.api.error.OrchestratorException}, thrown or carried by the future. Repeating a call whose
 * answer was lost is always safe.
 */
public interface WorkflowService {

    /**
     * Registers a definition, YAML or JSON, and makes it the workflow's default.
     *
     * @param actor who does; null when nobody is known
     * @return the revision; the existing one when the same content is registered again
     */
    RegisteredDefinition registerWorkflow(byte[] document, @Nullable String actor);

    default RegisteredDefinition registerWorkflow(byte[] document) {
        return registerWorkflow(document, null);
    }

    /** How a workflow stands, over all its revisions. */
    WorkflowStatus getWorkflowStatus(String namespace, String name);

    /** Moves its default revision, pauses it or ends that. */
    WorkflowStatus updateWorkflow(String namespace, String name, WorkflowUpdate update, @Nullable String actor);

    /** Who has changed how it stands, the newest first. */
    Page<WorkflowChange> listChanges(String namespace, String name, ListQuery query);

    /** Compiles a definition as registering it would, with the same refusals, and stores nothing. */
    ValidatedDefinition validateWorkflow(byte[] document);

    /**
     * Newest revisions, ordered by namespace and name.
     *
     * @param namespace the only one; all when null
     */
    Page<WorkflowOverview> listWorkflows(@Nullable String namespace, ListQuery query);

    /** All revisions of one workflow, the newest first. */
    Page<DefinitionSummary> listRevisions(String namespace, String name, ListQuery query);

    /** One revision; the default when {@code revision} is empty. */
    StoredDefinition getDefinition(String namespace, String name, Optional<Integer> revision);

    CompletableFuture<StartedWorkflow> startWorkflow(StartWorkflowRequest request);

    /** Starts a run and waits for it as {@link #awaitResult} does; what this server ends it says without reading it. */
    CompletableFuture<AwaitedStart> startAndAwait(StartWorkflowRequest request, Duration wait);

    /**
     * Starts a run that has a signal from the beginning; when there is one of that run id already, sends it the signal.
     *
     * @return the run, {@code deduplicated} when it was there; its input is what it was
     */
    CompletableFuture<StartedWorkflow> startWithSignal(
            StartWorkflowRequest request, SignalRequest signal, String actor);

    /** Starts many runs in as few commits as possible; one bad item does not spoil the others. */
    CompletableFuture<List<StartOutcome>> startWorkflows(List<StartOutcome.Item> items);

    WorkflowInstance getWorkflow(UUID instanceId);

    /** Answers when the run has ended or rests, or when the time is over, with the state it has then. */
    CompletableFuture<WorkflowInstance> awaitResult(UUID instanceId, Duration wait);

    /** Search attributes that there are, of whatever workflow. */
    AttributeTypes attributeTypes();

    /** The same of what the newest revisions of one namespace have. */
    AttributeTypes attributeTypes(String namespace);

    Page<WorkflowInstance> listInstances(InstanceQuery query);

    /** How many of each kind fit, exact up to a bound. */
    RunCount countInstances(RunFilter filter, CountBy by);

    Page<HistoryEntry> getHistory(UUID instanceId, long afterSequenceNumber, int limit);

    Page<TaskExecution> getTasks(UUID instanceId, ListQuery query);

    /** What handlers have written about its attempts, for people to read. */
    Page<LogLine> getLog(UUID instanceId, ListQuery query);

    /** What this {@code compensate} would undo now, in order, with the hash that {@code compensate} can be held to. */
    CompensationPreview getCompensationPlan(UUID instanceId, CompensateRequest request);

    /** The namespace of each of these runs; nothing of those that are not there. */
    Map<UUID, String> namespaces(Collection<UUID> instanceIds);

    /**
     * What stands in sensitive fields of these runs, and of those that have started them.
     *
     * @param ids of runs or of their attempts; others are passed over
     */
    Mask mask(Collection<UUID> ids);

    /** Why the run is not further than it is: what it waits for, since when, and what can be done about it. */
    Explanation explainWorkflow(UUID instanceId);

    CompletableFuture<WorkflowInstance> pauseWorkflow(Command<ControlRequest> command);

    CompletableFuture<WorkflowInstance> resumeWorkflow(Command<ControlRequest> command);

    CompletableFuture<WorkflowInstance> cancelWorkflow(Command<ControlRequest> command);

    CompletableFuture<WorkflowInstance> terminateWorkflow(Command<ControlRequest> command);

    CompletableFuture<WorkflowInstance> triggerCompensation(Command<CompensateRequest> command);

    /** Goes on with a run that a fault has set aside, from what is durable, with what workers have reported meanwhile. */
    CompletableFuture<WorkflowInstance> retryWorkflow(Command<ControlRequest> command);

    /** Changes what the run is found by and kept for, in whatever state it is; the label {@code legal-hold} keeps it from being deleted. */
    CompletableFuture<WorkflowInstance> changeLabels(Command<LabelsUpdate> command);

    CompletableFuture<WorkflowInstance> signalWorkflow(Command<SignalRequest> command);

    /**
     * Sends a signal to all open runs of its key, each of which takes it or not as if it alone had been sent it.
     *
     * @return those that have it now; never empty: {@code NOT_FOUND} when there is none
     */
    CompletableFuture<List<UUID>> signalByKey(KeyedSignal signal, String actor);

    CompletableFuture<WorkflowInstance> retryTask(String taskId, Command<TaskRepair> command);

    CompletableFuture<WorkflowInstance> skipTask(String taskId, Command<TaskRepair> command);

    CompletableFuture<WorkflowInstance> completeTask(String taskId, Command<TaskRepair> command);

    CompletableFuture<WorkflowInstance> resolveTask(String taskId, Command<TaskRepair> command);
}
