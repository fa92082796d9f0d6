package com.orchestrator.server.rest;

import com.orchestrator.api.batch.Batch;
import com.orchestrator.api.batch.BatchRequest;
import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.schedule.Backfill;
import com.orchestrator.engine.log.LogIds;
import com.orchestrator.engine.service.BatchService;
import com.orchestrator.engine.service.ScheduleService;
import com.orchestrator.server.auth.Access;
import com.orchestrator.server.auth.Caller;
import com.orchestrator.server.auth.On;
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
import java.util.Optional;
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
    private final BatchBounds bounds;

    public BatchResource(BatchService batches, ScheduleService schedules, BatchBounds bounds) {
        this.batches = batches;
        this.schedules = schedules;
        this.bounds = bounds;
    }

    @POST
    @Requires(role = Role.OPERATOR, on = On.BODY)
    public Response create(@Context SecurityContext security, BatchBody body) {
        Caller caller = Caller.of(security);
        BatchRequest request = bounds.within(caller, body.toRequest());
        if (body.isDryRun()) {
            return Answers.ok(batches.dryRun(request, caller.name()));
        }
        Batch batch = batches.create(request, caller.name());
        return Response.status(201)
                .header(HttpHeaders.LOCATION, "/api/v1/batches/" + batch.batchId())
                .entity(batch)
                .build();
    }

    @GET
    @Requires(role = Role.READER, on = On.VISIBLE)
    public Response list(
            @QueryParam("limit") @DefaultValue("50") Limit limit,
            @QueryParam("cursor") @Nullable PageCursor cursor,
            @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        String maker = caller.namespaces().isPresent() ? caller.name() : null;
        return Answers.page(limit, cursor, query -> batches.list(maker, query));
    }

    @GET
    @Path("{batchId}")
    @Requires(role = Role.READER, on = On.VISIBLE)
    public Response get(@PathParam(ID) UUID id, @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        return find(caller, id).map(Answers::ok).orElseGet(() -> Answers.ok(backfill(caller, Role.READER, id)));
    }

    /** Who is bound to namespaces sees the batches that he has made himself, which are about nothing else. */
    private Optional<Batch> find(Caller caller, UUID id) {
        Optional<Batch> found = batches.find(id);
        boolean isHidden = found.isPresent()
                && caller.namespaces().isPresent()
                && !found.get().actor().equals(caller.name());
        if (isHidden) {
            throw Access.hidden(caller);
        }
        return found;
    }

    /** A backfill is of the namespace of its schedule. */
    private Backfill backfill(Caller caller, Role wanted, UUID id) {
        try {
            Backfill backfill = schedules.getBackfill(id);
            Access.require(caller, wanted, backfill.namespace());
            return backfill;
        } catch (OrchestratorException refusal) {
            boolean isMissing = refusal.code() == ErrorCode.NOT_FOUND;
            throw isMissing && caller.namespaces().isPresent() ? Access.hidden(caller) : refusal;
        }
    }

    @GET
    @Path("{batchId}/items")
    @Requires(role = Role.READER, on = On.VISIBLE)
    public Response items(
            @PathParam(ID) UUID id,
            @QueryParam("state") @Nullable ItemState state,
            @QueryParam("limit") @DefaultValue("200") Limit limit,
            @QueryParam("cursor") @Nullable PageCursor cursor,
            @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        if (find(caller, id).isEmpty() && caller.namespaces().isPresent()) {
            throw Access.hidden(caller);
        }
        return Answers.page(limit, cursor, query -> batches.items(id, ItemState.value(state), query));
    }

    @POST
    @Path("{batchId}/pause")
    @Requires(role = Role.OPERATOR, on = On.VISIBLE)
    public Response pause(@PathParam(ID) UUID id, @Context SecurityContext security, OperationBody.ForReason body) {
        return move(id, Batch.State.PAUSED, schedules::pauseBackfill, security, body);
    }

    @POST
    @Path("{batchId}/resume")
    @Requires(role = Role.OPERATOR, on = On.VISIBLE)
    public Response resume(@PathParam(ID) UUID id, @Context SecurityContext security, OperationBody.ForReason body) {
        return move(id, Batch.State.RUNNING, schedules::resumeBackfill, security, body);
    }

    @POST
    @Path("{batchId}/cancel")
    @Requires(role = Role.OPERATOR, on = On.VISIBLE)
    public Response cancel(@PathParam(ID) UUID id, @Context SecurityContext security, OperationBody.ForReason body) {
        return move(id, Batch.State.CANCELLED, schedules::cancelBackfill, security, body);
    }

    private Response move(
            UUID id,
            Batch.State to,
            Function<UUID, Backfill> backfill,
            SecurityContext security,
            OperationBody.ForReason body) {
        Caller caller = Caller.of(security);
        String actor = caller.name();
        Record moved = find(caller, id).isPresent()
                ? batches.move(id, to, actor, body.reason())
                : backfill.apply(backfill(caller, Role.OPERATOR, id).batchId());
        LogIds.of("batchId", id)
                .and("principal", actor)
                .log(() -> LOG.info("Batch {} is {} because of {}: {}", id, to, actor, body.reason()));
        return Answers.ok(moved);
    }
}
