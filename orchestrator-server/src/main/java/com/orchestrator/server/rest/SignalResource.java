package com.orchestrator.server.rest;

import com.orchestrator.api.request.KeyedSignal;
import com.orchestrator.engine.service.WorkflowService;
import com.orchestrator.server.audit.Unaudited;
import com.orchestrator.server.auth.Access;
import com.orchestrator.server.auth.Caller;
import com.orchestrator.server.auth.On;
import com.orchestrator.server.auth.Requires;
import com.orchestrator.server.auth.Role;
import com.orchestrator.server.rest.wire.SignalBody;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.concurrent.CompletionStage;

/** Messages to runs that the sender knows by a key. */
@Path("api/v1/signals")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public final class SignalResource {

    private final WorkflowService workflows;
    private final Answers answers;

    public SignalResource(WorkflowService workflows, Answers answers) {
        this.workflows = workflows;
        this.answers = answers;
    }

    @POST
    @Requires(role = Role.OPERATOR, on = On.BODY)
    @Unaudited("work: the histories of the runs have it")
    public CompletionStage<Response> send(@Context SecurityContext security, SignalBody.ByKey body) {
        Caller caller = Caller.of(security);
        KeyedSignal signal = body.toRequest();
        Access.require(caller, Role.OPERATOR, signal.namespace());
        return answers.when(
                workflows.signalByKey(signal, caller.name()), runs -> Answers.ok(new SignalBody.Taken(runs)));
    }
}
