package com.orchestrator.server.rest;

import com.orchestrator.api.projection.WorkerGeneration;
import com.orchestrator.server.auth.On;
import com.orchestrator.server.auth.Requires;
import com.orchestrator.server.auth.Role;
import com.orchestrator.server.projection.ProjectionService;
import com.orchestrator.server.rest.wire.Answer;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** The workers of projections, by generation: which one works, and whom it waits for. */
@Path("api/v1/generations")
@Produces(MediaType.APPLICATION_JSON)
public final class GenerationResource {

    private static final WorkerGeneration NONE = new WorkerGeneration(0, null, null, 0, 0, List.of());

    private final ProjectionService projections;

    public GenerationResource(ProjectionService projections) {
        this.projections = projections;
    }

    @GET
    @Requires(role = Role.READER, on = On.SERVER)
    public Response list() {
        return Answers.ok(new Answer.Items<>(projections.generations()));
    }

    /** The newest one; number 0 before the first worker has started. */
    @GET
    @Path("current")
    @Requires(role = Role.READER, on = On.SERVER)
    public Response current() {
        return Answers.ok(projections.generations().stream().findFirst().orElse(NONE));
    }
}
