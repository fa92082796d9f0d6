package com.orchestrator.server.rest;

import com.orchestrator.api.job.JobPut;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.request.ControlRequest;
import com.orchestrator.engine.service.JobCommand;
import com.orchestrator.engine.service.JobQuery;
import com.orchestrator.engine.service.JobService;
import com.orchestrator.server.audit.Unaudited;
import com.orchestrator.server.auth.Caller;
import com.orchestrator.server.auth.On;
import com.orchestrator.server.auth.Place;
import com.orchestrator.server.auth.Requires;
import com.orchestrator.server.auth.Role;
import com.orchestrator.server.quota.Quotas;
import com.orchestrator.server.rest.param.JobStates;
import com.orchestrator.server.rest.param.Limit;
import com.orchestrator.server.rest.param.PageCursor;
import com.orchestrator.server.rest.param.Text;
import com.orchestrator.server.rest.param.Wait;
import com.orchestrator.server.rest.wire.JobBody;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
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
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Jobs: put one or many, look at them, stop one, let one try again. */
@Path("api/v1/jobs")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public final class JobResource {

    private static final String ID = "jobId";

    private final JobService jobs;
    private final JobIntake intake;
    private final Answers answers;
    private final Drain drain;
    private final Quotas quotas;

    public JobResource(JobService jobs, JobIntake intake, Answers answers, Drain drain, Quotas quotas) {
        this.jobs = jobs;
        this.intake = intake;
        this.answers = answers;
        this.drain = drain;
        this.quotas = quotas;
    }

    @POST
    @Unaudited("work: jobs are kept as long as they want")
    @Requires(role = Role.OPERATOR, on = On.JOBS)
    public CompletionStage<Response> put(@Context SecurityContext security, JobBody body) {
        List<Payload> batch = body.batch();
        Caller caller = Caller.of(security);
        return batch == null
                ? answers.when(jobs.putJob(intake.one(body, caller)), JobResource::answer)
                : answers.when(jobs.putJobs(intake.items(batch, caller)), intake::answer);
    }

    private static Response answer(JobPut put) {
        return Response.status(put.deduplicated() ? 200 : 201)
                .header(
                        HttpHeaders.LOCATION,
                        "/api/v1/jobs/"
                                + URLEncoder.encode(put.jobId(), StandardCharsets.UTF_8)
                                        .replace("+", "%20"))
                .entity(put)
                .build();
    }

    @GET
    @Requires(role = Role.READER, on = On.JOBS)
    public Response list(
            @QueryParam("type") @Nullable Text type,
            @QueryParam("state") @Nullable JobStates states,
            @QueryParam("entityId") @Nullable Text entityId,
            @QueryParam("limit") @DefaultValue("50") Limit limit,
            @QueryParam("cursor") @Nullable PageCursor cursor) {
        return Answers.page(
                limit,
                cursor,
                page -> jobs.listJobs(new JobQuery(
                        Text.value(type),
                        states == null ? Set.of() : states.values(),
                        Text.value(entityId),
                        false,
                        page)));
    }

    @GET
    @Path("{jobId}")
    @Requires(role = Role.READER, on = On.JOBS)
    public CompletionStage<Response> get(
            @PathParam(ID) Text jobId,
            @QueryParam("wait") @DefaultValue("0s") Wait wait,
            @Context SecurityContext security) {
        return quotas.held(
                Caller.of(security),
                Place.JOBS,
                wait.duration(),
                () -> answers.when(
                        drain.held(jobs.awaitJob(jobId.value(), wait.duration()), () -> jobs.getJob(jobId.value())),
                        Answers::ok));
    }

    @POST
    @Path("{jobId}/cancel")
    @Requires(role = Role.OPERATOR, on = On.JOBS)
    public CompletionStage<Response> cancel(
            @PathParam(ID) Text jobId, @Context SecurityContext security, ControlRequest body) {
        return answers.when(jobs.cancelJob(command(jobId, security, body)), Answers::ok);
    }

    @POST
    @Path("{jobId}/retry")
    @Requires(role = Role.OPERATOR, on = On.JOBS)
    public CompletionStage<Response> retry(
            @PathParam(ID) Text jobId, @Context SecurityContext security, ControlRequest body) {
        return answers.when(jobs.retryJob(command(jobId, security, body)), Answers::ok);
    }

    private static JobCommand command(Text jobId, SecurityContext security, ControlRequest body) {
        return new JobCommand(jobId.value(), body, security.getUserPrincipal().getName());
    }
}
