package com.orchestrator.server.rest.etl;

import com.orchestrator.etl.jobs.EtlService;
import com.orchestrator.server.auth.On;
import com.orchestrator.server.auth.Requires;
import com.orchestrator.server.auth.Role;
import com.orchestrator.server.rest.Answers;
import com.orchestrator.server.rest.param.Limit;
import com.orchestrator.server.rest.param.PageCursor;
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

/** Jobs where the founding document has them. Lists are plain lists there. */
@Path("jobs")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public final class LiteralJobResource {

    private static final String JOBS = "/jobs/";
    private static final String RUNS = "/job_runs/";

    private final EtlService etl;
    private final EtlAnswers answers;

    public LiteralJobResource(EtlService etl, Answers answers) {
        this.etl = etl;
        this.answers = new EtlAnswers(etl, answers);
    }

    @POST
    @Requires(role = Role.OPERATOR, on = On.ETL, payloads = true)
    public Response create(@Context SecurityContext security, EtlBody body) {
        return answers.created(JOBS, body, security);
    }

    @GET
    @Requires(role = Role.READER, on = On.ETL)
    public Response list(
            @QueryParam("limit") @DefaultValue("200") Limit limit, @QueryParam("cursor") @Nullable PageCursor cursor) {
        return PlainList.of(etl.list(EtlAnswers.query(limit, cursor)), "/jobs", limit);
    }

    @GET
    @Path("{id}")
    @Requires(role = Role.READER, on = On.ETL)
    public Response get(@PathParam("id") UUID id) {
        return Response.ok(etl.get(id)).build();
    }

    @PUT
    @Path("{id}")
    @Requires(role = Role.OPERATOR, on = On.ETL, payloads = true)
    public Response update(@PathParam("id") UUID id, @Context SecurityContext security, EtlBody body) {
        return answers.updated(id, body, security);
    }

    @DELETE
    @Path("{id}")
    @Requires(role = Role.OPERATOR, on = On.ETL)
    public Response delete(@PathParam("id") UUID id, @Context SecurityContext security) {
        return answers.deleted(id, security);
    }

    @POST
    @Path("{id}/run")
    @Requires(role = Role.OPERATOR, on = On.ETL)
    public CompletionStage<Response> run(@PathParam("id") UUID id, EtlBody.Run body) {
        return answers.started(RUNS, id, body);
    }
}
