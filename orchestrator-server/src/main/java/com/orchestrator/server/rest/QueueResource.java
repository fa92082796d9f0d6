package com.orchestrator.server.rest;

import com.orchestrator.api.fleet.QueueStatus;
import com.orchestrator.engine.service.FleetService;
import com.orchestrator.engine.service.LimitService;
import com.orchestrator.server.auth.Caller;
import com.orchestrator.server.auth.On;
import com.orchestrator.server.auth.Queues;
import com.orchestrator.server.auth.Requires;
import com.orchestrator.server.auth.Role;
import com.orchestrator.server.rest.param.IfMatch;
import com.orchestrator.server.rest.param.Limit;
import com.orchestrator.server.rest.param.PageCursor;
import com.orchestrator.server.rest.param.Text;
import com.orchestrator.server.rest.wire.LimitBody;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Queues: how much waits, for how long, who asks, and how they are worked off. */
@Path("api/v1/queues")
@Produces(MediaType.APPLICATION_JSON)
public final class QueueResource {

    private final FleetService fleet;
    private final LimitService limits;

    public QueueResource(FleetService fleet, LimitService limits) {
        this.fleet = fleet;
        this.limits = limits;
    }

    @GET
    @Requires(role = Role.READER, on = On.VISIBLE)
    public Response list(
            @QueryParam("limit") @DefaultValue("50") Limit limit,
            @QueryParam("cursor") @Nullable PageCursor cursor,
            @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        return caller.namespaces().isEmpty()
                ? Answers.page(limit, cursor, fleet::listQueues)
                : Answers.visible(
                        fleet::listQueues, queue -> Queues.mayWith(caller, Role.READER, List.of(queue.name())));
    }

    @GET
    @Path("{queue}")
    @Requires(role = Role.READER, on = On.QUEUE)
    public Response get(@PathParam("queue") Text queue) {
        return answer(fleet.getQueue(queue.value()));
    }

    /** Pauses it or ends that, changes its limits, its shares or its order. */
    @PATCH
    @Path("{queue}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(role = Role.OPERATOR, on = On.QUEUE)
    public Response update(
            @PathParam("queue") Text queue,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable IfMatch ifMatch,
            @Context SecurityContext security,
            LimitBody.Queue body) {
        return answer(limits.updateQueue(queue.value(), body.toUpdate(), Authors.of(body.reason(), security, ifMatch)));
    }

    private static Response answer(QueueStatus queue) {
        return Answers.versioned(queue, queue.version());
    }
}
