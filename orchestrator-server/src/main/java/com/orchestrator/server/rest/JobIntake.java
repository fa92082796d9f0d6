package com.orchestrator.server.rest;

import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.service.JobOutcome;
import com.orchestrator.server.rest.json.Json;
import com.orchestrator.server.rest.wire.Answer;
import com.orchestrator.server.rest.wire.JobBody;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** Reads a batch of jobs item by item, so that a bad one is answered in its place. */
public final class JobIntake {

    private final Json json;

    public JobIntake(Json json) {
        this.json = json;
    }

    List<JobOutcome.Item> items(List<Payload> items) {
        return items.stream().map(this::item).toList();
    }

    private JobOutcome.Item item(Payload text) {
        try {
            return new JobOutcome.Item(json.read(text.bytes(), JobBody.class).toRequest(), null);
        } catch (OrchestratorException refusal) {
            return new JobOutcome.Item(null, refusal);
        }
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
