package com.orchestrator.api.job;

import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.Priority;
import com.orchestrator.api.request.RequestChecks;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Puts one job.
 *
 * @param type what kind of work it is; also the queue it goes to when it names none
 * @param payload what its worker is given
 * @param jobId the caller's name of the job, unique over all jobs; made up when absent. Repeating it with the same payload is
 *     answered with the same job
 * @param entityId for whom it is done: jobs of different entities get their turn fairly where the queue is fair
 * @param dedupeKey while a job of the type with this key has not ended, another one is answered with that one
 * @param workload the budget it counts in
 * @param runAt not before; at once when absent
 * @param retry as {@code retry} of a task in a definition; its defaults when absent
 * @param timeouts as {@code timeouts} of a task in a definition
 * @param compensate as {@code compensate} of a task in a definition: what undoes it
 */
public record JobRequest(
        String type,
        Payload payload,
        @Nullable String jobId,
        @Nullable String entityId,
        @Nullable String dedupeKey,
        @Nullable Priority priority,
        @Nullable String workload,
        @Nullable String queue,
        @Nullable Instant runAt,
        @Nullable Payload retry,
        @Nullable Payload timeouts,
        JobHistory history,
        @Nullable Payload compensate) {

    public JobRequest {
        RequestChecks.name(type, "type");
        RequestChecks.runId(jobId, "jobId");
        RequestChecks.optionalName(entityId, "entityId");
        RequestChecks.runId(dedupeKey, "dedupeKey");
        RequestChecks.optionalName(workload, "workload");
        RequestChecks.optionalName(queue, "queue");
        RequestChecks.time(runAt, "runAt");
        if (history == JobHistory.NONE && compensate != null) {
            throw RequestChecks.invalidJob(
                    "history",
                    "A job of history 'none' leaves nothing that could be undone, so it has no 'compensate'",
                    "write 'history: outcome' or 'history: full', or leave 'compensate' out");
        }
    }

    /** The same, but so much of it is kept. */
    public JobRequest keeping(JobHistory kept) {
        return new JobRequest(
                type,
                payload,
                jobId,
                entityId,
                dedupeKey,
                priority,
                workload,
                queue,
                runAt,
                retry,
                timeouts,
                kept,
                compensate);
    }

    /** A job with nothing but a type and a payload. */
    public static JobRequest of(String type, Payload payload) {
        return new JobRequest(
                type, payload, null, null, null, null, null, null, null, null, null, JobHistory.DEFAULT, null);
    }
}
