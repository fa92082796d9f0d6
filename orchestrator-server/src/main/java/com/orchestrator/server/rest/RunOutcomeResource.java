package com.orchestrator.server.rest;

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
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
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
    @Requires(Role.READER)
    public Response list(
            @QueryParam("namespace") @Nullable Text namespace,
            @QueryParam("workflow") @Nullable Text workflow,
            @QueryParam("limit") @DefaultValue("50") Limit limit,
            @QueryParam("cursor") @Nullable PageCursor cursor) {
        return Answers.page(
                limit, cursor, query -> projections.runOutcomes(Text.value(namespace), Text.value(workflow), query));
    }
}
