package com.orchestrator.engine.repair;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.error.Problem;
import com.orchestrator.api.incident.IncidentAction;
import com.orchestrator.api.incident.IncidentKind;
import com.orchestrator.api.incident.IncidentView;
import com.orchestrator.api.incident.ResolveIncident;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.request.CompensateRequest;
import com.orchestrator.api.request.ControlRequest;
import com.orchestrator.api.request.TaskRepair;
import com.orchestrator.engine.service.Command;
import com.orchestrator.engine.service.ScheduleService;
import com.orchestrator.engine.service.WorkflowService;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is asked about an incident, as the command that does it to its run or its schedule. */
public final class IncidentActions {

    private static final Set<IncidentAction> WITH_OUTPUT = Set.of(IncidentAction.SKIP, IncidentAction.COMPLETE);

    private final WorkflowService workflows;
    private final ScheduleService schedules;

    public IncidentActions(WorkflowService workflows, ScheduleService schedules) {
        this.workflows = workflows;
        this.schedules = schedules;
    }

    /** @return done when it is durable; failed with what the command was refused for */
    CompletableFuture<?> take(IncidentView incident, ResolveIncident request, String actor) {
        check(incident, request);
        return switch (incident.kind()) {
            case TASK, UNDO -> onTask(incident, request, actor);
            case SET_ASIDE ->
                workflows.retryWorkflow(command(incident, new ControlRequest(request.reason(), null), actor));
            case SCHEDULE -> resume(incident, actor);
        };
    }

    private CompletableFuture<?> onTask(IncidentView incident, ResolveIncident request, String actor) {
        String task = Objects.requireNonNull(incident.taskId());
        return switch (request.action()) {
            case RETRY ->
                workflows.retryTask(
                        task, command(incident, repair(incident, request, request.input(), null, null), actor));
            case SKIP ->
                workflows.skipTask(
                        task, command(incident, repair(incident, request, null, request.output(), null), actor));
            case COMPLETE ->
                incident.kind() == IncidentKind.UNDO
                        ? workflows.resolveTask(
                                task, command(incident, repair(incident, request, null, null, request.output()), actor))
                        : workflows.completeTask(
                                task,
                                command(incident, repair(incident, request, null, request.output(), null), actor));
            case COMPENSATE ->
                workflows.triggerCompensation(command(
                        incident,
                        new CompensateRequest(null, null, CompensateRequest.Then.STOP, null, false, request.reason()),
                        actor));
            case IGNORE -> throw new IllegalStateException("Nothing is done to what is ignored");
        };
    }

    private static TaskRepair repair(
            IncidentView incident,
            ResolveIncident request,
            @Nullable Payload input,
            @Nullable Payload output,
            @Nullable Payload evidence) {
        return new TaskRepair(input, output, evidence, incident.iteration(), request.reason());
    }

    private static <T> Command<T> command(IncidentView incident, T request, String actor) {
        UUID instanceId = Objects.requireNonNull(incident.instanceId());
        return new Command<>(instanceId, request, actor, null);
    }

    private CompletableFuture<?> resume(IncidentView incident, String actor) {
        return CompletableFuture.completedFuture(schedules.resume(new ScheduleService.Target(
                incident.namespace(), Objects.requireNonNull(incident.schedule()), actor, null)));
    }

    // ---- what does not fit

    private static void check(IncidentView incident, ResolveIncident request) {
        IncidentAction action = request.action();
        Set<IncidentAction> fitting = fitting(incident.kind());
        if (!fitting.contains(action)) {
            throw refused(
                    ErrorCode.ILLEGAL_STATE,
                    "/action",
                    "'" + action.wireName() + "' does not fit an incident of the kind " + incident.kind(),
                    "what fits is "
                            + fitting.stream()
                                    .map(IncidentAction::wireName)
                                    .sorted()
                                    .collect(Collectors.joining(", ")));
        }
        boolean takesInput = action == IncidentAction.RETRY && incident.taskId() != null;
        if (request.input() != null && !takesInput) {
            throw refused(
                    ErrorCode.INVALID_REQUEST,
                    "/input",
                    "'input' goes with the retry of a task or an undo alone",
                    "leave it out");
        }
        if (request.output() != null && !WITH_OUTPUT.contains(action)) {
            throw refused(
                    ErrorCode.INVALID_REQUEST, "/output", "'output' goes with skip and complete alone", "leave it out");
        }
        if (request.output() == null && action == IncidentAction.COMPLETE) {
            throw refused(
                    ErrorCode.INVALID_REQUEST,
                    "/output",
                    "'complete' needs 'output'",
                    "say what the task has come to; of an undo, why it may be taken as done");
        }
    }

    private static Set<IncidentAction> fitting(IncidentKind kind) {
        return switch (kind) {
            case TASK -> Set.of(IncidentAction.values());
            case UNDO ->
                Set.of(IncidentAction.RETRY, IncidentAction.SKIP, IncidentAction.COMPLETE, IncidentAction.IGNORE);
            case SET_ASIDE, SCHEDULE -> Set.of(IncidentAction.RETRY, IncidentAction.IGNORE);
        };
    }

    private static OrchestratorException refused(ErrorCode code, String pointer, String detail, String hint) {
        return new OrchestratorException(code, detail, List.of(new Problem.Detail(pointer, 0, 0, detail, hint)));
    }
}
