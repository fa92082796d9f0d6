package com.orchestrator.worker;

import com.orchestrator.api.definition.Compensation;
import com.orchestrator.api.definition.JobWork;
import com.orchestrator.api.definition.Retry;
import com.orchestrator.api.definition.Timeouts;
import com.orchestrator.api.job.JobHistory;
import com.orchestrator.api.job.JobRequest;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.Priority;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What is said of one job where it is put. Wins over what its class and its traits say. */
public final class JobOptions {

    private final JobWork work = new JobWork();
    private @Nullable String jobId;
    private @Nullable String entityId;
    private @Nullable String dedupeKey;
    private @Nullable Priority priority;
    private @Nullable String workload;
    private @Nullable String queue;
    private @Nullable Instant runAt;
    private JobHistory history;

    JobOptions(JobType type, Object job) {
        workload = type.workload().isEmpty() ? null : type.workload();
        queue = type.queue().isEmpty() ? null : type.queue();
        priority = type.priority();
        history = type.history();
        if (job instanceof JobTraits traits) {
            entityId = traits.entityId();
            dedupeKey = traits.dedupeKey();
            priority = traits.priority() == null ? priority : traits.priority();
        }
    }

    /** The caller's name of the job: putting it twice puts it once. Made up when not called. */
    public JobOptions jobId(String id) {
        jobId = id;
        return this;
    }

    public JobOptions entityId(String id) {
        entityId = id;
        return this;
    }

    public JobOptions dedupeKey(String key) {
        dedupeKey = key;
        return this;
    }

    public JobOptions priority(Priority order) {
        priority = order;
        return this;
    }

    public JobOptions workload(String budget) {
        workload = budget;
        return this;
    }

    public JobOptions queue(String name) {
        queue = name;
        return this;
    }

    /** Not before. */
    public JobOptions runAt(Instant moment) {
        runAt = moment;
        return this;
    }

    public JobOptions history(JobHistory kept) {
        history = kept;
        return this;
    }

    public JobOptions retry(Consumer<? super Retry> retry) {
        work.retry(retry);
        return this;
    }

    public JobOptions timeouts(Consumer<? super Timeouts> timeouts) {
        work.timeouts(timeouts);
        return this;
    }

    /** Work of this type undoes the job. */
    public JobOptions compensate(String type, Consumer<? super Compensation> undo) {
        work.compensate(type, undo);
        return this;
    }

    /** With an id, made up when there is none, so that the put can be repeated. */
    JobRequest toRequest(String type, Payload payload) {
        return request(type, payload, jobId == null ? FreshId.next() : jobId);
    }

    /** What a schedule puts at each of its times: the id is made of the time then. */
    JobRequest forSchedule(String type, Payload payload) {
        return request(type, payload, jobId);
    }

    private JobRequest request(String type, Payload payload, @Nullable String id) {
        return new JobRequest(
                type,
                payload,
                id,
                entityId,
                dedupeKey,
                priority,
                workload,
                queue,
                runAt,
                work.field("retry"),
                work.field("timeouts"),
                history,
                work.field("compensate"));
    }
}
