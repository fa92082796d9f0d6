package com.orchestrator.server.rest;

import com.orchestrator.api.model.TaskToken;
import com.orchestrator.engine.service.TaskService;
import com.orchestrator.server.auth.Caller;
import com.orchestrator.server.auth.On;
import com.orchestrator.server.auth.Requires;
import com.orchestrator.server.auth.Role;
import com.orchestrator.server.rest.param.Token;
import com.orchestrator.server.rest.wire.WorkerCall;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.concurrent.CompletionStage;

/** Word on a task from whoever its worker has left it to: the calls of a worker, by the token that stands for it. */
@Path("api/v1/task-tokens/{token}")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public final class TaskTokenResource {

    private final TaskService tasks;
    private final TaskTokens tokens;
    private final Answers answers;

    public TaskTokenResource(TaskService tasks, TaskTokens tokens, Answers answers) {
        this.tasks = tasks;
        this.tokens = tokens;
        this.answers = answers;
    }

    @POST
    @Path("complete")
    @Requires(role = Role.WORKER, on = On.TASK_TOKEN)
    public CompletionStage<Response> complete(
            @PathParam("token") Token path, @Context SecurityContext security, WorkerCall.TokenComplete body) {
        TaskToken token = path.value();
        return answers.when(
                tasks.completeTask(tokens.worker(token, Caller.of(security)), body.toReport(token)),
                done -> accepted(token));
    }

    @POST
    @Path("fail")
    @Requires(role = Role.WORKER, on = On.TASK_TOKEN)
    public CompletionStage<Response> fail(
            @PathParam("token") Token path, @Context SecurityContext security, WorkerCall.TokenFail body) {
        TaskToken token = path.value();
        return answers.when(
                tasks.failTask(tokens.worker(token, Caller.of(security)), body.toReport(token)),
                done -> accepted(token));
    }

    @POST
    @Path("extend")
    @Requires(role = Role.WORKER, on = On.TASK_TOKEN)
    public CompletionStage<Response> extend(
            @PathParam("token") Token path, @Context SecurityContext security, WorkerCall.TokenExtend body) {
        TaskToken token = path.value();
        return answers.when(
                tasks.renewLease(tokens.worker(token, Caller.of(security)), body.toRenewal(token)), Answers::ok);
    }

    private static Response accepted(TaskToken token) {
        return Answers.ok(new WorkerCall.Done(token.executionId(), WorkerCall.Status.ACCEPTED));
    }
}
