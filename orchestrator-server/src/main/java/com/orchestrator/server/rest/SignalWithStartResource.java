package com.orchestrator.server.rest;

import com.orchestrator.engine.service.WorkflowService;
import com.orchestrator.server.audit.Unaudited;
import com.orchestrator.server.auth.On;
import com.orchestrator.server.auth.Requires;
import com.orchestrator.server.auth.Role;
import com.orchestrator.server.quota.Quotas;
import com.orchestrator.server.rest.param.Text;
import com.orchestrator.server.rest.wire.SignalBody;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A message to a run that is started by it when it is not there. */
@Path("api/v1/workflows/{namespace}/{workflow}/signal-with-start")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public final class SignalWithStartResource {

    private final WorkflowService workflows;
    private final Answers answers;
    private final Quotas quotas;

    public SignalWithStartResource(WorkflowService workflows, Answers answers, Quotas quotas) {
        this.workflows = workflows;
        this.answers = answers;
        this.quotas = quotas;
    }

    @POST
    @Requires(role = Role.OPERATOR, on = On.NAMESPACE)
    @Unaudited("work: the histories of the runs have it")
    public CompletionStage<Response> signal(
            @PathParam("namespace") Text namespace,
            @PathParam("workflow") Text workflow,
            @Context SecurityContext security,
            @HeaderParam(StartResource.TRACEPARENT) @Nullable String traceparent,
            SignalBody.WithStart body) {
        quotas.admit(namespace.value());
        return answers.when(
                workflows.startWithSignal(
                        body.toStart(namespace.value(), workflow.value()).within(traceparent),
                        body.toSignal(),
                        security.getUserPrincipal().getName()),
                StartResource::answer);
    }
}
