package com.orchestrator.engine.coordinator;

import com.orchestrator.api.job.Job;
import com.orchestrator.api.job.JobState;
import com.orchestrator.api.model.Cause;
import com.orchestrator.api.model.ExecutionKind;
import com.orchestrator.api.model.ExecutionState;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.WorkflowInstance;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.engine.definition.JobCompiler;
import com.orchestrator.engine.history.Entry;
import com.orchestrator.engine.history.JobTerms;
import com.orchestrator.engine.history.NodeKey;
import com.orchestrator.engine.plan.TaskSpec;
import com.orchestrator.engine.run.Run;
import com.orchestrator.engine.run.RunState;
import com.orchestrator.engine.store.JobEnd;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Run → job, as people see it. */
final class JobViews {

    private static final NodeKey TASK = new NodeKey(JobCompiler.TASK, null);

    private JobViews() {}

    /** With payload and output. */
    static Job whole(Run run, List<Entry> history, WorkflowState shown) {
        return view(run, shown, run.input(), output(run, history));
    }

    /** What stays of one that ended well. */
    static JobEnd end(Run run, List<Entry> recorded) {
        return new JobEnd(view(run, run.state(), null, null), output(run, recorded));
    }

    /** With the output that was kept. */
    static Job ofEnd(JobEnd end) {
        return as(end.job().state(), end.output(), end.job());
    }

    /** One that was there and of which nothing is left: it has ended well. */
    static Job goneWell(Job before, @Nullable WorkflowInstance end) {
        return as(JobState.SUCCEEDED, end == null ? null : end.output(), before);
    }

    private static Job as(JobState state, @Nullable Payload output, Job job) {
        return new Job(
                job.jobId(),
                job.instanceId(),
                job.type(),
                state,
                null,
                output,
                null,
                job.entityId(),
                job.dedupeKey(),
                job.priority(),
                job.workload(),
                job.queue(),
                job.history(),
                job.attempts(),
                job.createdAt(),
                job.runAt(),
                job.startedAt(),
                job.endedAt());
    }

    private static @Nullable Payload output(Run run, List<Entry> entries) {
        Long output = run.outputSequence();
        return output == null
                ? null
                : entries.stream()
                        .filter(entry -> entry.sequenceNumber() == output)
                        .findFirst()
                        .map(Entry::payload)
                        .orElse(null);
    }

    /** As it stands in a list. */
    static Job brief(Run run, WorkflowState shown) {
        return view(run, shown, null, null);
    }

    /** The same, with its output. */
    static Job ended(Run run, List<Entry> history, WorkflowState shown) {
        return view(run, shown, null, output(run, history));
    }

    private static Job view(Run run, WorkflowState shown, @Nullable Payload payload, @Nullable Payload output) {
        JobTerms terms = Objects.requireNonNull(run.job());
        TaskSpec work = TaskSpec.of(run.plan().node(JobCompiler.TASK));
        return new Job(
                run.runId(),
                run.instanceId(),
                run.plan().name(),
                state(run, shown),
                payload,
                output,
                RunState.cause(run),
                terms.entityId(),
                terms.dedupeKey(),
                run.priority(),
                terms.workload(),
                work.queue(),
                terms.kept(),
                attempts(run),
                run.createdAt(),
                terms.runAt(),
                run.startedAt(),
                run.endedAt());
    }

    private static int attempts(Run run) {
        return (int) run.allExecutions().stream()
                .filter(execution -> execution.kind() == ExecutionKind.ACTION && execution.startedAt() != null)
                .count();
    }

    /** @param shown SUSPENDED also when the run is set aside, which it does not know itself */
    static JobState state(Run run, WorkflowState shown) {
        return switch (shown) {
            case RUNNING -> isWithWorker(run) ? JobState.RUNNING : JobState.PENDING;
            case PAUSED -> JobState.PENDING;
            case COMPENSATING -> JobState.RUNNING;
            case COMPLETED -> JobState.SUCCEEDED;
            case SUSPENDED, COMPENSATION_FAILED, FAILED -> JobState.FAILED;
            case COMPENSATED -> wasCancelled(run) ? JobState.CANCELLED : JobState.FAILED;
            case CANCELLED, TERMINATED -> JobState.CANCELLED;
        };
    }

    private static boolean wasCancelled(Run run) {
        Cause cause = RunState.cause(run);
        return cause != null && cause.kind() == Cause.Kind.CANCELLED;
    }

    private static boolean isWithWorker(Run run) {
        return run.liveExecutions().stream()
                .anyMatch(execution -> execution.state() == ExecutionState.LEASED
                        && execution.task().key().equals(TASK));
    }
}
