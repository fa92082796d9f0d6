package com.orchestrator.server.rest;

import com.orchestrator.api.schedule.Backfill;
import com.orchestrator.engine.service.ScheduleService;
import com.orchestrator.server.auth.Requires;
import com.orchestrator.server.auth.Role;
import com.orchestrator.server.rest.wire.OperationBody;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is done to many one after another: how far it is, and pausing or ending it. Backfills of schedules, so far. */
@Path("api/v1/batches")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public final class BatchResource {

    private static final Logger LOG = LoggerFactory.getLogger(BatchResource.class);
    private static final String ID = "batchId";

    private final ScheduleService schedules;

    public BatchResource(ScheduleService schedules) {
        this.schedules = schedules;
    }

    @GET
    @Path("{batchId}")
    @Requires(Role.READER)
    public Response get(@PathParam(ID) UUID id) {
        return Answers.ok(schedules.getBackfill(id));
    }

    @POST
    @Path("{batchId}/pause")
    @Requires(Role.OPERATOR)
    public Response pause(@PathParam(ID) UUID id, @Context SecurityContext security, OperationBody.ForReason body) {
        Backfill batch = schedules.pauseBackfill(id);
        log(batch, security, body);
        return Answers.ok(batch);
    }

    @POST
    @Path("{batchId}/resume")
    @Requires(Role.OPERATOR)
    public Response resume(@PathParam(ID) UUID id, @Context SecurityContext security, OperationBody.ForReason body) {
        Backfill batch = schedules.resumeBackfill(id);
        log(batch, security, body);
        return Answers.ok(batch);
    }

    @POST
    @Path("{batchId}/cancel")
    @Requires(Role.OPERATOR)
    public Response cancel(@PathParam(ID) UUID id, @Context SecurityContext security, OperationBody.ForReason body) {
        Backfill batch = schedules.cancelBackfill(id);
        log(batch, security, body);
        return Answers.ok(batch);
    }

    /** Who has moved it and why stands in the server's log. */
    private static void log(Backfill batch, SecurityContext security, OperationBody.ForReason body) {
        LOG.info(
                "Batch {} is {} because of {}: {}",
                batch.batchId(),
                batch.state(),
                security.getUserPrincipal().getName(),
                body.reason());
    }
}
