package com.orchestrator.server.rest;

import com.orchestrator.server.auth.Caller;
import com.orchestrator.server.auth.On;
import com.orchestrator.server.auth.Requires;
import com.orchestrator.server.auth.Role;
import com.orchestrator.server.projection.ProjectionService;
import com.orchestrator.server.rest.param.Limit;
import com.orchestrator.server.rest.param.PageCursor;
import com.orchestrator.server.rest.param.Text;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import org.jspecify.annotations.Nullable;

/** The read model of the projection that servers run by themselves. */
@Path("api/v1/run-outcomes")
@Produces(MediaType.APPLICATION_JSON)
public final class RunOutcomeResource {

    private final ProjectionService projections;

    public RunOutcomeResource(ProjectionService projections) {
        this.projections = projections;
    }

    @GET
    @Requires(role = Role.READER, on = On.VISIBLE)
    public Response list(
            @QueryParam("namespace") @Nullable Text namespace,
            @QueryParam("workflow") @Nullable Text workflow,
            @QueryParam("limit") @DefaultValue("50") Limit limit,
            @QueryParam("cursor") @Nullable PageCursor cursor,
            @Context SecurityContext security) {
        String only = Caller.of(security).narrowed(Text.value(namespace));
        return Answers.page(limit, cursor, query -> projections.runOutcomes(only, Text.value(workflow), query));
    }
}
