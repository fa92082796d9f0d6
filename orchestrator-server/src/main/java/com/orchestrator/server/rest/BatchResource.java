package com.orchestrator.server.rest;

import com.orchestrator.api.batch.Batch;
import com.orchestrator.api.schedule.Backfill;
import com.orchestrator.engine.service.BatchService;
import com.orchestrator.engine.service.ScheduleService;
import com.orchestrator.server.auth.Requires;
import com.orchestrator.server.auth.Role;
import com.orchestrator.server.rest.param.ItemState;
import com.orchestrator.server.rest.param.Limit;
import com.orchestrator.server.rest.param.PageCursor;
import com.orchestrator.server.rest.wire.BatchBody;
import com.orchestrator.server.rest.wire.OperationBody;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is done to many one after another: to runs, or, as a backfill, at the times of a schedule that have passed. */
@Path("api/v1/batches")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public final class BatchResource {

    private static final Logger LOG = LoggerFactory.getLogger(BatchResource.class);
    private static final String ID = "batchId";

    private final BatchService batches;
    private final ScheduleService schedules;

    public BatchResource(BatchService batches, ScheduleService schedules) {
        this.batches = batches;
        this.schedules = schedules;
    }

    @POST
    @Requires(Role.OPERATOR)
    public Response create(@Context SecurityContext security, BatchBody body) {
        String actor = security.getUserPrincipal().getName();
        if (Boolean.TRUE.equals(body.dryRun())) {
            return Answers.ok(batches.dryRun(body.toRequest(), actor));
        }
        Batch batch = batches.create(body.toRequest(), actor);
        return Response.status(201)
                .header(HttpHeaders.LOCATION, "/api/v1/batches/" + batch.batchId())
                .entity(batch)
                .build();
    }

    @GET
    @Requires(Role.READER)
    public Response list(
            @QueryParam("limit") @DefaultValue("50") Limit limit, @QueryParam("cursor") @Nullable PageCursor cursor) {
        return Answers.page(limit, cursor, batches::list);
    }

    @GET
    @Path("{batchId}")
    @Requires(Role.READER)
    public Response get(@PathParam(ID) UUID id) {
        return batches.find(id).map(Answers::ok).orElseGet(() -> Answers.ok(schedules.getBackfill(id)));
    }

    @GET
    @Path("{batchId}/items")
    @Requires(Role.READER)
    public Response items(
            @PathParam(ID) UUID id,
            @QueryParam("state") @Nullable ItemState state,
            @QueryParam("limit") @DefaultValue("200") Limit limit,
            @QueryParam("cursor") @Nullable PageCursor cursor) {
        return Answers.page(limit, cursor, query -> batches.items(id, ItemState.value(state), query));
    }

    @POST
    @Path("{batchId}/pause")
    @Requires(Role.OPERATOR)
    public Response pause(@PathParam(ID) UUID id, @Context SecurityContext security, OperationBody.ForReason body) {
        return move(id, Batch.State.PAUSED, schedules::pauseBackfill, security, body);
    }

    @POST
    @Path("{batchId}/resume")
    @Requires(Role.OPERATOR)
    public Response resume(@PathParam(ID) UUID id, @Context SecurityContext security, OperationBody.ForReason body) {
        return move(id, Batch.State.RUNNING, schedules::resumeBackfill, security, body);
    }

    @POST
    @Path("{batchId}/cancel")
    @Requires(Role.OPERATOR)
    public Response cancel(@PathParam(ID) UUID id, @Context SecurityContext security, OperationBody.ForReason body) {
        return move(id, Batch.State.CANCELLED, schedules::cancelBackfill, security, body);
    }

    private Response move(
            UUID id,
            Batch.State to,
            Function<UUID, Backfill> backfill,
            SecurityContext security,
            OperationBody.ForReason body) {
        String actor = security.getUserPrincipal().getName();
        Record moved = batches.find(id).isPresent() ? batches.move(id, to, actor, body.reason()) : backfill.apply(id);
        LOG.info("Batch {} is {} because of {}: {}", id, to, actor, body.reason());
        return Answers.ok(moved);
    }
}
