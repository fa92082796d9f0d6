package com.orchestrator.server.rest;

import com.orchestrator.api.request.ControlRequest;
import com.orchestrator.engine.service.WorkflowService;
import com.orchestrator.server.audit.Unaudited;
import com.orchestrator.server.auth.On;
import com.orchestrator.server.auth.Requires;
import com.orchestrator.server.auth.Role;
import com.orchestrator.server.rest.param.IfMatch;
import com.orchestrator.server.rest.param.Text;
import com.orchestrator.server.rest.wire.OperationBody;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What an operator does to one run as a whole. Each answers with the run as it is afterwards. */
@Path("api/v1/instances")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public final class InstanceOperationResource {

    private static final String ID = "instanceId";

    private final WorkflowService workflows;
    private final Answers answers;

    public InstanceOperationResource(WorkflowService workflows, Answers answers) {
        this.workflows = workflows;
        this.answers = answers;
    }

    @POST
    @Path("{instanceId}/pause")
    @Requires(role = Role.OPERATOR, on = On.RUN)
    public CompletionStage<Response> pause(
            @PathParam(ID) UUID id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable IfMatch ifMatch,
            @Context SecurityContext security,
            ControlRequest body) {
        return answers.instance(workflows.pauseWorkflow(Commands.of(id, body, security, ifMatch)));
    }

    @POST
    @Path("{instanceId}/resume")
    @Requires(role = Role.OPERATOR, on = On.RUN)
    public CompletionStage<Response> resume(
            @PathParam(ID) UUID id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable IfMatch ifMatch,
            @Context SecurityContext security,
            ControlRequest body) {
        return answers.instance(workflows.resumeWorkflow(Commands.of(id, body, security, ifMatch)));
    }

    @POST
    @Path("{instanceId}/cancel")
    @Requires(role = Role.OPERATOR, on = On.RUN)
    public CompletionStage<Response> cancel(
            @PathParam(ID) UUID id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable IfMatch ifMatch,
            @Context SecurityContext security,
            ControlRequest body) {
        return answers.instance(workflows.cancelWorkflow(Commands.of(id, body, security, ifMatch)));
    }

    @POST
    @Path("{instanceId}/terminate")
    @Requires(role = Role.OPERATOR, on = On.RUN)
    public CompletionStage<Response> terminate(
            @PathParam(ID) UUID id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable IfMatch ifMatch,
            @Context SecurityContext security,
            ControlRequest body) {
        return answers.instance(workflows.terminateWorkflow(Commands.of(id, body, security, ifMatch)));
    }

    @POST
    @Path("{instanceId}/retry")
    @Requires(role = Role.OPERATOR, on = On.RUN)
    public CompletionStage<Response> retry(
            @PathParam(ID) UUID id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable IfMatch ifMatch,
            @Context SecurityContext security,
            ControlRequest body) {
        return answers.instance(workflows.retryWorkflow(Commands.of(id, body, security, ifMatch)));
    }

    @PATCH
    @Path("{instanceId}/labels")
    @Requires(role = Role.OPERATOR, on = On.RUN)
    public CompletionStage<Response> changeLabels(
            @PathParam(ID) UUID id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable IfMatch ifMatch,
            @Context SecurityContext security,
            OperationBody.Labels body) {
        return answers.instance(workflows.changeLabels(Commands.of(id, body.toUpdate(), security, ifMatch)));
    }

    @POST
    @Path("{instanceId}/compensate")
    @Requires(role = Role.OPERATOR, on = On.RUN)
    public CompletionStage<Response> compensate(
            @PathParam(ID) UUID id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable IfMatch ifMatch,
            @Context SecurityContext security,
            OperationBody.Compensate body) {
        return answers.instance(workflows.triggerCompensation(Commands.of(id, body.toRequest(), security, ifMatch)));
    }

    @GET
    @Path("{instanceId}/compensation-plan")
    @Requires(role = Role.READER, on = On.RUN)
    public Response compensationPlan(
            @PathParam(ID) UUID id,
            @QueryParam("from") @Nullable Text from,
            @QueryParam("toSavepoint") @Nullable Text toSavepoint) {
        OperationBody.Compensate wish = OperationBody.Compensate.of(Text.value(from), Text.value(toSavepoint));
        return Answers.ok(workflows.getCompensationPlan(id, wish.toRequest()));
    }

    @POST
    @Path("{instanceId}/signals/{name}")
    @Unaudited("work: the history of the run has it")
    @Requires(role = Role.OPERATOR, on = On.RUN)
    public CompletionStage<Response> signal(
            @PathParam(ID) UUID id,
            @PathParam("name") Text name,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable IfMatch ifMatch,
            @Context SecurityContext security,
            OperationBody.Signal body) {
        return answers.instance(
                workflows.signalWorkflow(Commands.of(id, body.toRequest(name.value()), security, ifMatch)));
    }
}
