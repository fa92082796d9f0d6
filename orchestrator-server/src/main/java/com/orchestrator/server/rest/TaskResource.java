package com.orchestrator.server.rest;

import com.orchestrator.api.model.LogLine;
import com.orchestrator.api.request.PollRequest;
import com.orchestrator.engine.service.TaskService;
import com.orchestrator.server.auth.Caller;
import com.orchestrator.server.auth.On;
import com.orchestrator.server.auth.Queues;
import com.orchestrator.server.auth.Requires;
import com.orchestrator.server.auth.Role;
import com.orchestrator.server.auth.Whereabouts;
import com.orchestrator.server.quota.Quotas;
import com.orchestrator.server.rest.json.Json;
import com.orchestrator.server.rest.json.RawText;
import com.orchestrator.server.rest.wire.LogBody;
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
import java.time.Duration;
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
    private final Whereabouts whereabouts;
    private final TaskTokens tokens;
    private final TaskTraces traces;
    private final Quotas quotas;

    public TaskResource(
            TaskService tasks,
            Json json,
            Answers answers,
            Whereabouts whereabouts,
            TaskTokens tokens,
            TaskTraces traces,
            Quotas quotas) {
        this.tasks = tasks;
        this.json = json;
        this.answers = answers;
        this.whereabouts = whereabouts;
        this.tokens = tokens;
        this.traces = traces;
        this.quotas = quotas;
    }

    @POST
    @Path("poll")
    @Requires(role = Role.WORKER, on = On.BODY)
    public CompletionStage<Response> poll(@Context SecurityContext security, RawText body) {
        return poll(Caller.of(security), body);
    }

    /** The same for whoever has found out by himself who calls. */
    public CompletionStage<Response> poll(Caller caller, RawText body) {
        PollIntake intake = PollIntake.read(body.bytes(), json, new Crew(caller, whereabouts));
        PollRequest request = intake.request();
        return quotas.held(
                caller,
                Queues.place(request.queues()),
                request.results().isEmpty() ? request.waitTime() : Duration.ZERO,
                () -> answers.when(tasks.poll(request), polled -> intake.answer(traces.in(polled))));
    }

    @POST
    @Path("logs")
    @Requires(role = Role.WORKER, on = On.BODY)
    public Response log(@Context SecurityContext security, LogBody body) {
        List<LogLine> lines = body.toLines();
        tasks.log(new Crew(Caller.of(security), whereabouts).own(lines, LogLine::executionId));
        return Answers.ok(new LogBody.Heard(lines.size()));
    }

    @POST
    @Path("{executionId}/acquire")
    @Requires(role = Role.WORKER, on = On.ATTEMPT)
    public CompletionStage<Response> acquire(
            @PathParam(ID) UUID id, @Context SecurityContext security, WorkerCall.Acquire body) {
        return answers.when(
                tasks.acquireTask(id, Caller.of(security).worker(body.workerId())),
                task -> Answers.ok(traces.in(task)));
    }

    @POST
    @Path("{executionId}/complete")
    @Requires(role = Role.WORKER, on = On.ATTEMPT)
    public CompletionStage<Response> complete(
            @PathParam(ID) UUID id, @Context SecurityContext security, WorkerCall.Complete body) {
        return answers.when(
                tasks.completeTask(Caller.of(security).worker(body.workerId()), body.toReport(id)),
                done -> done(id, WorkerCall.Status.ACCEPTED));
    }

    @POST
    @Path("{executionId}/fail")
    @Requires(role = Role.WORKER, on = On.ATTEMPT)
    public CompletionStage<Response> fail(
            @PathParam(ID) UUID id, @Context SecurityContext security, WorkerCall.Fail body) {
        return answers.when(
                tasks.failTask(Caller.of(security).worker(body.workerId()), body.toReport(id)),
                done -> done(id, WorkerCall.Status.ACCEPTED));
    }

    @POST
    @Path("{executionId}/renew")
    @Requires(role = Role.WORKER, on = On.ATTEMPT)
    public CompletionStage<Response> renew(
            @PathParam(ID) UUID id, @Context SecurityContext security, WorkerCall.Renew body) {
        String worker = Caller.of(security).worker(body.workerId());
        return answers.when(
                tasks.renewLease(worker, body.toRenewal(id)),
                renewed -> Answers.ok(
                        body.lease() == null
                                ? renewed
                                : renewed.withTaskToken(tokens.signed(id, worker, body.fenceToken()))));
    }

    @POST
    @Path("{executionId}/release")
    @Requires(role = Role.WORKER, on = On.ATTEMPT)
    public CompletionStage<Response> release(
            @PathParam(ID) UUID id, @Context SecurityContext security, WorkerCall.Release body) {
        return answers.when(
                tasks.releaseTask(id, Caller.of(security).worker(body.workerId()), body.fenceToken()),
                done -> done(id, WorkerCall.Status.RELEASED));
    }

    private static Response done(UUID executionId, WorkerCall.Status status) {
        return Answers.ok(new WorkerCall.Done(executionId, status));
    }
}
