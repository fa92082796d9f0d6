package com.orchestrator.server.rest;

import com.orchestrator.api.model.LogLine;
import com.orchestrator.engine.service.TaskService;
import com.orchestrator.server.auth.Requires;
import com.orchestrator.server.auth.Role;
import com.orchestrator.server.rest.json.Json;
import com.orchestrator.server.rest.json.RawText;
import com.orchestrator.server.rest.wire.LogBody;
import com.orchestrator.server.rest.wire.WorkerCall;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/** What workers call. */
@Path("api/v1/tasks")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public final class TaskResource {

    private static final String ID = "executionId";

    private final TaskService tasks;
    private final Json json;
    private final Answers answers;

    public TaskResource(TaskService tasks, Json json, Answers answers) {
        this.tasks = tasks;
        this.json = json;
        this.answers = answers;
    }

    @POST
    @Path("poll")
    @Requires(Role.WORKER)
    public CompletionStage<Response> poll(RawText body) {
        PollIntake intake = PollIntake.read(body.bytes(), json);
        return answers.when(tasks.poll(intake.request()), intake::answer);
    }

    @POST
    @Path("logs")
    @Requires(Role.WORKER)
    public Response log(LogBody body) {
        List<LogLine> lines = body.toLines();
        tasks.log(lines);
        return Answers.ok(new LogBody.Heard(lines.size()));
    }

    @POST
    @Path("{executionId}/acquire")
    @Requires(Role.WORKER)
    public CompletionStage<Response> acquire(@PathParam(ID) UUID id, WorkerCall.Acquire body) {
        return answers.when(tasks.acquireTask(id, body.workerId()), Answers::ok);
    }

    @POST
    @Path("{executionId}/complete")
    @Requires(Role.WORKER)
    public CompletionStage<Response> complete(@PathParam(ID) UUID id, WorkerCall.Complete body) {
        return answers.when(
                tasks.completeTask(body.workerId(), body.toReport(id)), done -> done(id, WorkerCall.Status.ACCEPTED));
    }

    @POST
    @Path("{executionId}/fail")
    @Requires(Role.WORKER)
    public CompletionStage<Response> fail(@PathParam(ID) UUID id, WorkerCall.Fail body) {
        return answers.when(
                tasks.failTask(body.workerId(), body.toReport(id)), done -> done(id, WorkerCall.Status.ACCEPTED));
    }

    @POST
    @Path("{executionId}/renew")
    @Requires(Role.WORKER)
    public CompletionStage<Response> renew(@PathParam(ID) UUID id, WorkerCall.Renew body) {
        return answers.when(tasks.renewLease(body.workerId(), body.toRenewal(id)), Answers::ok);
    }

    @POST
    @Path("{executionId}/release")
    @Requires(Role.WORKER)
    public CompletionStage<Response> release(@PathParam(ID) UUID id, WorkerCall.Release body) {
        return answers.when(
                tasks.releaseTask(id, body.workerId(), body.fenceToken()),
                done -> done(id, WorkerCall.Status.RELEASED));
    }

    private static Response done(UUID executionId, WorkerCall.Status status) {
        return Answers.ok(new WorkerCall.Done(executionId, status));
    }
}
