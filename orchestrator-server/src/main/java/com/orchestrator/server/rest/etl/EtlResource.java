package com.orchestrator.server.rest.etl;

import com.orchestrator.etl.jobs.EtlService;
import com.orchestrator.server.audit.Unaudited;
import com.orchestrator.server.auth.On;
import com.orchestrator.server.auth.Requires;
import com.orchestrator.server.auth.Role;
import com.orchestrator.server.rest.Answers;
import com.orchestrator.server.rest.param.Limit;
import com.orchestrator.server.rest.param.PageCursor;
import com.orchestrator.server.rest.param.Text;
import com.orchestrator.server.rest.wire.Answer;
import com.orchestrator.server.rest.wire.EtlBody;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Extract-and-load jobs, their runs and their tasks, and the plugins that they name. */
@Path("api/v1/etl")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public final class EtlResource {

    private static final String JOBS = "/api/v1/etl/jobs/";
    private static final String RUNS = "/api/v1/etl/job_runs/";

    private final EtlService etl;
    private final EtlAnswers answers;

    public EtlResource(EtlService etl, Answers answers) {
        this.etl = etl;
        this.answers = new EtlAnswers(etl, answers);
    }

    @POST
    @Path("jobs")
    @Requires(role = Role.OPERATOR, on = On.ETL, payloads = true)
    public Response create(@Context SecurityContext security, EtlBody body) {
        return answers.created(JOBS, body, security);
    }

    @GET
    @Path("jobs")
    @Requires(role = Role.READER, on = On.ETL)
    public Response list(
            @QueryParam("limit") @DefaultValue("50") Limit limit, @QueryParam("cursor") @Nullable PageCursor cursor) {
        return Answers.page(limit, etl.list(EtlAnswers.query(limit, cursor)));
    }

    @GET
    @Path("jobs/{id}")
    @Requires(role = Role.READER, on = On.ETL)
    public Response get(@PathParam("id") UUID id) {
        return Response.ok(etl.get(id)).build();
    }

    @PUT
    @Path("jobs/{id}")
    @Requires(role = Role.OPERATOR, on = On.ETL, payloads = true)
    public Response update(@PathParam("id") UUID id, @Context SecurityContext security, EtlBody body) {
        return answers.updated(id, body, security);
    }

    @DELETE
    @Path("jobs/{id}")
    @Requires(role = Role.OPERATOR, on = On.ETL)
    public Response delete(@PathParam("id") UUID id, @Context SecurityContext security) {
        return answers.deleted(id, security);
    }

    @POST
    @Path("jobs/{id}/run")
    @Requires(role = Role.OPERATOR, on = On.ETL)
    public CompletionStage<Response> run(@PathParam("id") UUID id, EtlBody.Run body) {
        return answers.started(RUNS, id, body);
    }

    /** What a run would do; writes nothing. */
    @POST
    @Path("jobs/{id}/dry_run")
    @Unaudited("changes nothing")
    @Requires(role = Role.OPERATOR, on = On.ETL, payloads = true)
    public CompletionStage<Response> dryRun(@PathParam("id") UUID id, EtlBody.Look body) {
        return answers.answered(etl.dryRun(id, body.rows()));
    }

    /** The same of a job that need not be there. */
    @POST
    @Path("dry_run")
    @Unaudited("changes nothing")
    @Requires(role = Role.OPERATOR, on = On.ETL, payloads = true)
    public CompletionStage<Response> dryRun(EtlBody.DryRun body) {
        return answers.answered(etl.dryRun(body.spec(), body.rows()));
    }

    @GET
    @Path("job_runs")
    @Requires(role = Role.READER, on = On.ETL)
    public Response runs(
            @QueryParam("job") @Nullable Text job,
            @QueryParam("limit") @DefaultValue("50") Limit limit,
            @QueryParam("cursor") @Nullable PageCursor cursor) {
        return Answers.page(limit, etl.runs(Text.value(job), EtlAnswers.query(limit, cursor)));
    }

    @GET
    @Path("job_runs/{id}")
    @Requires(role = Role.READER, on = On.ETL)
    public Response getRun(@PathParam("id") UUID id) {
        return Response.ok(etl.getRun(id)).build();
    }

    @GET
    @Path("job_runs/{id}/tasks")
    @Requires(role = Role.READER, on = On.ETL)
    public Response tasks(@PathParam("id") UUID id) {
        return Response.ok(new Answer.Items<>(etl.tasks(id))).build();
    }

    /** For workers: a run says it itself, when its rows are loaded. */
    @POST
    @Path("job_runs/{id}/follow")
    @Requires(role = Role.WORKER, on = On.ETL)
    public Response follow(@PathParam("id") UUID id, EtlBody.Nothing body) {
        return Response.ok(new Answer.Items<>(etl.follow(id))).build();
    }

    @GET
    @Path("tasks/{id}")
    @Requires(role = Role.READER, on = On.ETL)
    public Response getTask(@PathParam("id") UUID id) {
        return Response.ok(etl.getTask(id)).build();
    }

    @GET
    @Path("plugins")
    @Requires(role = Role.READER, on = On.ETL)
    public Response plugins() {
        return Response.ok(new Answer.Items<>(etl.plugins())).build();
    }

    @GET
    @Path("plugins/{type}")
    @Requires(role = Role.READER, on = On.ETL)
    public Response plugin(@PathParam("type") Text type) {
        return Response.ok(etl.plugin(type.value())).build();
    }
}
