package com.orchestrator.server.rest;

import com.orchestrator.engine.service.FleetService;
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
import org.jspecify.annotations.Nullable;

/** Queues: how much waits, for how long, and who asks. */
@Path("api/v1/queues")
@Produces(MediaType.APPLICATION_JSON)
public final class QueueResource {

    private final FleetService fleet;

    public QueueResource(FleetService fleet) {
        this.fleet = fleet;
    }

    @GET
    @Requires(Role.READER)
    public Response list(
            @QueryParam("limit") @DefaultValue("50") Limit limit, @QueryParam("cursor") @Nullable PageCursor cursor) {
        return Answers.page(limit, cursor, fleet::listQueues);
    }

    @GET
    @Path("{queue}")
    @Requires(Role.READER)
    public Response get(@PathParam("queue") Text queue) {
        return Answers.ok(fleet.getQueue(queue.value()));
    }
}
