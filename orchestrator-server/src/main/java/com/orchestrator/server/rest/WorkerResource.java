package com.orchestrator.server.rest;

import com.orchestrator.api.fleet.WorkerStatus;
import com.orchestrator.engine.service.FleetService;
import com.orchestrator.engine.service.TaskService;
import com.orchestrator.server.auth.Requires;
import com.orchestrator.server.auth.Role;
import com.orchestrator.server.rest.param.Limit;
import com.orchestrator.server.rest.param.PageCursor;
import com.orchestrator.server.rest.param.Text;
import com.orchestrator.server.rest.wire.HeartbeatBody;
import com.orchestrator.server.rest.wire.OperationBody;
import jakarta.ws.rs.Consumes;
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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Worker processes, for people to look at; leases do not depend on it. */
@Path("api/v1/workers")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public final class WorkerResource {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerResource.class);
    private static final String ID = "workerId";

    private final TaskService tasks;
    private final FleetService fleet;

    public WorkerResource(TaskService tasks, FleetService fleet) {
        this.tasks = tasks;
        this.fleet = fleet;
    }

    @PUT
    @Path("{workerId}/heartbeat")
    @Requires(Role.WORKER)
    public Response heartbeat(@PathParam(ID) Text workerId, HeartbeatBody body) {
        boolean drain = tasks.heartbeat(workerId.value(), body.toHeartbeat());
        return Answers.ok(new HeartbeatBody.Heard(workerId.value(), drain));
    }

    @GET
    @Requires(Role.READER)
    public Response list(
            @QueryParam("queue") @Nullable Text queue,
            @QueryParam("limit") @DefaultValue("50") Limit limit,
            @QueryParam("cursor") @Nullable PageCursor cursor) {
        return Answers.page(limit, cursor, query -> fleet.listWorkers(Text.value(queue), query));
    }

    @GET
    @Path("{workerId}")
    @Requires(Role.READER)
    public Response get(@PathParam(ID) Text workerId) {
        return Answers.ok(fleet.getWorker(workerId.value()));
    }

    /** Answers with the worker as it is now; it stops in its own time. Who asked and why stands in the server's log. */
    @POST
    @Path("{workerId}/drain")
    @Requires(Role.OPERATOR)
    public Response drain(
            @PathParam(ID) Text workerId, @Context SecurityContext security, OperationBody.ForReason body) {
        WorkerStatus worker = fleet.drainWorker(workerId.value());
        LOG.info(
                "Worker {} was asked to drain by {}: {}",
                workerId,
                security.getUserPrincipal().getName(),
                body.reason());
        return Answers.ok(worker);
    }
}
