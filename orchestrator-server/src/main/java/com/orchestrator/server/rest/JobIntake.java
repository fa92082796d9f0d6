package com.orchestrator.server.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.job.JobRequest;
import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.service.JobOutcome;
import com.orchestrator.server.auth.Access;
import com.orchestrator.server.auth.Caller;
import com.orchestrator.server.auth.Queues;
import com.orchestrator.server.auth.Role;
import com.orchestrator.server.quota.Quotas;
import com.orchestrator.server.rest.json.Json;
import com.orchestrator.server.rest.json.Refusals;
import com.orchestrator.server.rest.wire.Answer;
import com.orchestrator.server.rest.wire.JobBody;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Objects;

/** Reads a batch of jobs item by item, so that a bad one is answered in its place. */
public final class JobIntake {

    private static final String JOBS = "jobs";

    private final Json json;
    private final Quotas quotas;

    public JobIntake(Json json, Quotas quotas) {
        this.json = json;
        this.quotas = quotas;
    }

    /** One that comes alone. */
    JobRequest one(JobBody body, Caller caller) {
        JobRequest job = allowed(body.toRequest(), caller);
        quotas.admit(JOBS);
        return job;
    }

    List<JobOutcome.Item> items(List<Payload> items, Caller caller) {
        return items.stream().map(text -> item(text, caller)).toList();
    }

    private JobOutcome.Item item(Payload text, Caller caller) {
        try {
            JobRequest job = allowed(json.read(text.bytes(), JobBody.class).toRequest(), caller);
            quotas.admitOneOfMany(JOBS);
            return new JobOutcome.Item(job, null);
        } catch (OrchestratorException refusal) {
            return new JobOutcome.Item(null, refusal);
        }
    }

    /**
     * That this caller may have a schedule put such a job.
     *
     * @param job as schedules have them, with what is evaluated at their times
     */
    void requirePutting(Caller caller, Payload job) {
        Access.require(caller, Role.OPERATOR, JOBS);
        JsonNode said = job.tree();
        String queue = said.path(said.hasNonNull("queue") ? "queue" : "type").asText();
        if (caller.namespacesFor(Role.OPERATOR).isPresent() && queue.contains("${")) {
            throw Refusals.invalid("/job/queue", "Who is bound to namespaces names the queue of a job as it is", null);
        }
        Queues.requirePutting(caller, List.of(queue));
    }

    /** The same job, if it is for a queue that this caller may put work into. */
    private static JobRequest allowed(JobRequest job, Caller caller) {
        Queues.requirePutting(caller, List.of(Objects.requireNonNullElse(job.queue(), job.type())));
        return job;
    }

    Response answer(List<JobOutcome> outcomes) {
        return Answers.ok(
                new Answer.Items<>(outcomes.stream().map(JobIntake::entry).toList()));
    }

    private static Record entry(JobOutcome outcome) {
        if (outcome.put() != null) {
            return outcome.put();
        }
        OrchestratorException refusal = outcome.refusal();
        if (refusal == null) {
            throw new IllegalStateException("The engine answered with neither a job nor a refusal");
        }
        return new Answer.Refused(ProblemMapper.problem(refusal));
    }
}
