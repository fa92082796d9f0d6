package com.orchestrator.server.rest;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.fleet.WorkerStatus;
import com.orchestrator.api.model.Page;
import com.orchestrator.api.request.WorkerHeartbeat;
import com.orchestrator.engine.log.LogIds;
import com.orchestrator.engine.service.FleetService;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.engine.service.TaskService;
import com.orchestrator.server.auth.Caller;
import com.orchestrator.server.auth.On;
import com.orchestrator.server.auth.Queues;
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
import java.util.function.Function;
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
    @Requires(role = Role.WORKER, on = On.BODY)
    public Response heartbeat(@PathParam(ID) Text workerId, @Context SecurityContext security, HeartbeatBody body) {
        Caller caller = Caller.of(security);
        WorkerHeartbeat heartbeat = body.toHeartbeat();
        Queues.requireTaking(caller, heartbeat.queues());
        boolean drain = tasks.heartbeat(caller.worker(workerId.value()), heartbeat);
        return Answers.ok(new HeartbeatBody.Heard(workerId.value(), drain));
    }

    @GET
    @Requires(role = Role.READER, on = On.VISIBLE)
    public Response list(
            @QueryParam("queue") @Nullable Text queue,
            @QueryParam("limit") @DefaultValue("50") Limit limit,
            @QueryParam("cursor") @Nullable PageCursor cursor,
            @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        String only = Text.value(queue);
        Function<ListQuery, Page<WorkerStatus>> list =
                query -> fleet.listWorkers(only, query).map(worker -> shown(caller, worker));
        return caller.namespaces().isEmpty()
                ? Answers.page(limit, cursor, list)
                : Answers.visible(list, worker -> Queues.mayWith(caller, Role.READER, worker.queues()));
    }

    @GET
    @Path("{workerId}")
    @Requires(role = Role.READER, on = On.VISIBLE)
    public Response get(@PathParam(ID) Text workerId, @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        return Answers.ok(shown(caller, find(caller, Role.READER, workerId.value())));
    }

    private static WorkerStatus shown(Caller caller, WorkerStatus worker) {
        return worker.called(caller.shown(worker.workerId()));
    }

    /** A worker of the caller's own by the name that it has given itself, another one by its whole name. */
    private WorkerStatus find(Caller caller, Role wanted, String said) {
        return fleet.findWorker(caller.worker(said))
                .or(() -> fleet.findWorker(said))
                .filter(worker -> Queues.mayWith(caller, wanted, worker.queues()))
                .orElseThrow(() -> new OrchestratorException(
                        ErrorCode.NOT_FOUND,
                        "No worker '" + said + "' has sent a heartbeat or a poll in the last days"));
    }

    @POST
    @Path("{workerId}/drain")
    @Requires(role = Role.OPERATOR, on = On.VISIBLE)
    public Response drain(
            @PathParam(ID) Text workerId, @Context SecurityContext security, OperationBody.ForReason body) {
        String found =
                find(Caller.of(security), Role.OPERATOR, workerId.value()).workerId();
        WorkerStatus worker = fleet.drainWorker(found);
        Caller caller = Caller.of(security);
        LogIds.of("workerId", found)
                .and("principal", caller.name())
                .log(() -> LOG.info("Worker {} was asked to drain by {}: {}", found, caller.name(), body.reason()));
        return Answers.ok(shown(caller, worker));
    }
}
