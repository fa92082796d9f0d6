package com.orchestrator.server.rest;

import com.orchestrator.engine.service.TaskService;
import com.orchestrator.server.auth.Requires;
import com.orchestrator.server.auth.Role;
import com.orchestrator.server.rest.param.Text;
import com.orchestrator.server.rest.wire.HeartbeatBody;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** Worker processes, for people to look at; leases do not depend on it. */
@Path("api/v1/workers")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public final class WorkerResource {

    private final TaskService tasks;

    public WorkerResource(TaskService tasks) {
        this.tasks = tasks;
    }

    @PUT
    @Path("{workerId}/heartbeat")
    @Requires(Role.WORKER)
    public Response heartbeat(@PathParam("workerId") Text workerId, HeartbeatBody body) {
        tasks.heartbeat(workerId.value(), body.toHeartbeat());
        return Answers.ok(new HeartbeatBody.Heard(workerId.value()));
    }
}
