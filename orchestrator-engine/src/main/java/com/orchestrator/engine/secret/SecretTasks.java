package com.orchestrator.engine.secret;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.LeasedTask;
import com.orchestrator.api.model.LogLine;
import com.orchestrator.api.request.Failure;
import com.orchestrator.api.request.LeaseRenewal;
import com.orchestrator.api.request.PollRequest;
import com.orchestrator.api.request.PollResponse;
import com.orchestrator.api.request.PollResponse.RenewalVerdict;
import com.orchestrator.api.request.TaskReport;
import com.orchestrator.api.request.WorkerHeartbeat;
import com.orchestrator.engine.log.LogIds;
import com.orchestrator.engine.plan.Template;
import com.orchestrator.engine.service.TaskService;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts secrets into the inputs of tasks on their way to a worker, behind all that is stored. A task whose secret is not there is not handed
 * out: it waits for a person.
 */
public final class SecretTasks implements TaskService {

    private static final Logger LOG = LoggerFactory.getLogger(SecretTasks.class);

    private final TaskService tasks;
    private final Function<LeasedTask, @Nullable Template> inputs;
    private final SecretSource secrets;
    private final Runnable missing;

    /**
     * @param inputs what the definition says of a task's input; null when it says nothing
     * @param missing hears of each task that is not handed out
     */
    public SecretTasks(
            TaskService tasks,
            Function<LeasedTask, @Nullable Template> inputs,
            SecretSource secrets,
            Runnable missing) {
        this.tasks = tasks;
        this.inputs = inputs;
        this.secrets = secrets;
        this.missing = missing;
    }

    @Override
    public CompletableFuture<PollResponse> poll(PollRequest request) {
        return tasks.poll(request).thenApply(answer -> opened(request.workerId(), answer));
    }

    private PollResponse opened(String workerId, PollResponse answer) {
        List<LeasedTask> opened = answer.tasks().stream()
                .flatMap(task -> opened(workerId, task).stream())
                .toList();
        return new PollResponse(answer.results(), answer.renewals(), opened, answer.drain());
    }

    @Override
    public CompletableFuture<LeasedTask> acquireTask(UUID executionId, String workerId) {
        return tasks.acquireTask(executionId, workerId)
                .thenApply(task -> opened(workerId, task)
                        .orElseThrow(() -> new OrchestratorException(
                                ErrorCode.ILLEGAL_STATE,
                                "The task takes a secret that is not there; it waits for a person")));
    }

    private Map<String, String> names(LeasedTask task) {
        Template input = inputs.apply(task);
        return input == null ? Map.of() : input.secrets();
    }

    /** Empty when something is missing, which is reported in the worker's place. */
    private Optional<LeasedTask> opened(String workerId, LeasedTask task) {
        Map<String, String> names = names(task);
        if (names.isEmpty()) {
            return Optional.of(task);
        }
        OpenedInput input = OpenedInput.of(task.input(), names, name -> secrets.find(task.namespace(), name));
        if (input.missing().isEmpty()) {
            return Optional.of(task.withInput(input.payload()));
        }
        missing.run();
        Failure failure = new Failure(
                FailureKind.SUSPEND,
                "SECRET_MISSING",
                "Namespace '" + task.namespace() + "' has no secret '" + String.join("', '", input.missing())
                        + "' on this server: put it there and retry the task",
                null,
                null);
        tasks.failTask(workerId, TaskReport.failure(task.executionId(), task.fenceToken(), failure))
                .exceptionally(refusal -> {
                    LogIds.of("instanceId", task.instanceId())
                            .and("taskId", task.taskId())
                            .and("executionId", task.executionId())
                            .and("workerId", workerId)
                            .log(() -> LOG.warn(
                                    "Task {} takes a secret that is not there, and is left to its lease",
                                    task.executionId(),
                                    refusal));
                    return null;
                });
        return Optional.empty();
    }

    @Override
    public CompletableFuture<Void> completeTask(String workerId, TaskReport report) {
        return tasks.completeTask(workerId, report);
    }

    @Override
    public CompletableFuture<Void> failTask(String workerId, TaskReport report) {
        return tasks.failTask(workerId, report);
    }

    @Override
    public CompletableFuture<RenewalVerdict> renewLease(String workerId, LeaseRenewal renewal) {
        return tasks.renewLease(workerId, renewal);
    }

    @Override
    public CompletableFuture<Void> releaseTask(UUID executionId, String workerId, long fenceToken) {
        return tasks.releaseTask(executionId, workerId, fenceToken);
    }

    @Override
    public void log(List<LogLine> lines) {
        tasks.log(lines);
    }

    @Override
    public boolean heartbeat(String workerId, WorkerHeartbeat heartbeat) {
        return tasks.heartbeat(workerId, heartbeat);
    }

    @Override
    public void drain() {
        tasks.drain();
    }
}
