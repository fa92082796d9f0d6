package com.orchestrator.router;

import com.orchestrator.api.model.ExecutionKind;
import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.LeasedTask;
import com.orchestrator.api.request.Failure;
import com.orchestrator.api.request.TaskReport;
import com.orchestrator.engine.service.TaskService;
import java.util.List;

/**
 * What the router has leased may be something that it cannot give to anybody: workers report on jobs by their ids, and a definition may
 * have named a queue of the router's for a task, or a job for its undo. That waits for a person, and says why.
 */
public final class OnlyJobs {

    private static final String NAMESPACE = "jobs";

    private OnlyJobs() {}

    /** Those of them that are jobs; the others are handed to people. */
    public static List<LeasedTask> of(List<LeasedTask> leased, TaskService tasks, String holder) {
        leased.stream()
                .filter(task -> !isJob(task))
                .forEach(task -> Answers.of(tasks.failTask(
                        holder, TaskReport.failure(task.executionId(), task.fenceToken(), refusal(task)))));
        return leased.stream().filter(OnlyJobs::isJob).toList();
    }

    private static boolean isJob(LeasedTask task) {
        return task.namespace().equals(NAMESPACE) && task.revision() == 0 && task.kind() == ExecutionKind.ACTION;
    }

    private static Failure refusal(LeasedTask task) {
        return new Failure(
                FailureKind.SUSPEND,
                "NOT_A_JOB",
                "Queue '" + task.queue()
                        + "' is the job router's, and its workers are given jobs alone. Name a queue of"
                        + " its own for '" + task.taskType() + "', or put a job",
                null,
                null);
    }
}
