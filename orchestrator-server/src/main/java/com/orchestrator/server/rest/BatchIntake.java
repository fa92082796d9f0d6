package com.orchestrator.server.rest;

import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.request.StartWorkflowRequest;
import com.orchestrator.engine.service.StartOutcome;
import com.orchestrator.engine.service.StartedWorkflow;
import com.orchestrator.server.auth.Access;
import com.orchestrator.server.auth.Caller;
import com.orchestrator.server.auth.Role;
import com.orchestrator.server.quota.Quotas;
import com.orchestrator.server.rest.json.Json;
import com.orchestrator.server.rest.wire.Answer;
import com.orchestrator.server.rest.wire.BatchStartBody;
import com.orchestrator.server.rest.wire.StartBody;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** Reads a batch start item by item, so that a bad one is answered in its place. */
public final class BatchIntake {

    private final Json json;
    private final Quotas quotas;

    public BatchIntake(Json json, Quotas quotas) {
        this.json = json;
        this.quotas = quotas;
    }

    List<StartOutcome.Item> items(BatchStartBody body, Caller caller) {
        return body.items().stream().map(text -> item(text, caller)).toList();
    }

    private StartOutcome.Item item(Payload text, Caller caller) {
        try {
            StartWorkflowRequest request =
                    json.read(text.bytes(), StartBody.Item.class).toRequest();
            Access.require(caller, Role.OPERATOR, request.namespace());
            quotas.admitOneOfMany(request.namespace());
            return new StartOutcome.Item(request, null);
        } catch (OrchestratorException refusal) {
            return new StartOutcome.Item(null, refusal);
        }
    }

    Response answer(List<StartOutcome> outcomes) {
        return Answers.ok(
                new Answer.Items<>(outcomes.stream().map(BatchIntake::entry).toList()));
    }

    private static Record entry(StartOutcome outcome) {
        StartedWorkflow started = outcome.started();
        if (started != null) {
            return Answer.Started.of(started);
        }
        OrchestratorException refusal = outcome.refusal();
        if (refusal == null) {
            throw new IllegalStateException("The engine answered a start with neither a run nor a refusal");
        }
        return new Answer.Refused(ProblemMapper.problem(refusal));
    }
}
