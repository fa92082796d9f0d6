package com.orchestrator.server.rest;

import com.orchestrator.engine.service.WorkflowService;
import com.orchestrator.server.auth.On;
import com.orchestrator.server.auth.Requires;
import com.orchestrator.server.auth.Role;
import com.orchestrator.server.rest.param.IfMatch;
import com.orchestrator.server.rest.param.Text;
import com.orchestrator.server.rest.wire.OperationBody;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What an operator does to one task of a run. Each answers with the run as it is afterwards. */
@Path("api/v1/instances/{instanceId}/tasks/{taskId}")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public final class TaskRepairResource {

    private static final String ID = "instanceId";
    private static final String TASK = "taskId";

    private final WorkflowService workflows;
    private final Answers answers;

    public TaskRepairResource(WorkflowService workflows, Answers answers) {
        this.workflows = workflows;
        this.answers = answers;
    }

    @POST
    @Path("retry")
    @Requires(role = Role.OPERATOR, on = On.RUN)
    public CompletionStage<Response> retry(
            @PathParam(ID) UUID id,
            @PathParam(TASK) Text task,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable IfMatch ifMatch,
            @Context SecurityContext security,
            OperationBody.Retry body) {
        return answers.instance(workflows.retryTask(task.value(), Commands.of(id, body.toRepair(), security, ifMatch)));
    }

    @POST
    @Path("skip")
    @Requires(role = Role.OPERATOR, on = On.RUN)
    public CompletionStage<Response> skip(
            @PathParam(ID) UUID id,
            @PathParam(TASK) Text task,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable IfMatch ifMatch,
            @Context SecurityContext security,
            OperationBody.Skip body) {
        return answers.instance(workflows.skipTask(task.value(), Commands.of(id, body.toRepair(), security, ifMatch)));
    }

    @POST
    @Path("complete")
    @Requires(role = Role.OPERATOR, on = On.RUN)
    public CompletionStage<Response> complete(
            @PathParam(ID) UUID id,
            @PathParam(TASK) Text task,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable IfMatch ifMatch,
            @Context SecurityContext security,
            OperationBody.Complete body) {
        return answers.instance(
                workflows.completeTask(task.value(), Commands.of(id, body.toRepair(), security, ifMatch)));
    }

    @POST
    @Path("resolve")
    @Requires(role = Role.OPERATOR, on = On.RUN)
    public CompletionStage<Response> resolve(
            @PathParam(ID) UUID id,
            @PathParam(TASK) Text task,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable IfMatch ifMatch,
            @Context SecurityContext security,
            OperationBody.Resolve body) {
        return answers.instance(
                workflows.resolveTask(task.value(), Commands.of(id, body.toRepair(), security, ifMatch)));
    }
}
