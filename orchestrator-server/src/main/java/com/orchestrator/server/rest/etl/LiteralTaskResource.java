package com.orchestrator.server.rest.etl;

import com.orchestrator.etl.jobs.EtlService;
import com.orchestrator.server.auth.On;
import com.orchestrator.server.auth.Requires;
import com.orchestrator.server.auth.Role;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;

/** Tasks of runs of jobs where the founding document has them. */
@Path("tasks")
@Produces(MediaType.APPLICATION_JSON)
public final class LiteralTaskResource {

    private final EtlService etl;

    public LiteralTaskResource(EtlService etl) {
        this.etl = etl;
    }

    @GET
    @Path("{id}")
    @Requires(role = Role.READER, on = On.ETL)
    public Response get(@PathParam("id") UUID id) {
        return Response.ok(etl.getTask(id)).build();
    }
}
