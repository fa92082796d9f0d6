package com.orchestrator.server.rest.etl;

import com.orchestrator.api.model.Page;
import com.orchestrator.etl.jobs.EtlService;
import com.orchestrator.server.auth.On;
import com.orchestrator.server.auth.Requires;
import com.orchestrator.server.auth.Role;
import com.orchestrator.server.rest.param.Limit;
import com.orchestrator.server.rest.param.PageCursor;
import com.orchestrator.server.rest.param.Text;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Runs of jobs where the founding document has them. */
@Path("job_runs")
@Produces(MediaType.APPLICATION_JSON)
public final class LiteralRunResource {

    private static final String RUNS = "/job_runs";

    private final EtlService etl;

    public LiteralRunResource(EtlService etl) {
        this.etl = etl;
    }

    @GET
    @Requires(role = Role.READER, on = On.ETL)
    public Response list(
            @QueryParam("job") @Nullable Text job,
            @QueryParam("limit") @DefaultValue("200") Limit limit,
            @QueryParam("cursor") @Nullable PageCursor cursor) {
        return PlainList.of(etl.runs(Text.value(job), EtlAnswers.query(limit, cursor)), RUNS, limit);
    }

    @GET
    @Path("{id}")
    @Requires(role = Role.READER, on = On.ETL)
    public Response get(@PathParam("id") UUID id) {
        return Response.ok(etl.getRun(id)).build();
    }

    @GET
    @Path("{id}/tasks")
    @Requires(role = Role.READER, on = On.ETL)
    public Response tasks(@PathParam("id") UUID id) {
        return PlainList.of(new Page<>(etl.tasks(id), null), RUNS, new Limit(2));
    }
}
