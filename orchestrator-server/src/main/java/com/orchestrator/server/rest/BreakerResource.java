package com.orchestrator.server.rest;

import com.orchestrator.api.limit.BreakerStatus;
import com.orchestrator.engine.service.LimitService;
import com.orchestrator.engine.service.LimitService.Applied;
import com.orchestrator.server.auth.On;
import com.orchestrator.server.auth.Requires;
import com.orchestrator.server.auth.Role;
import com.orchestrator.server.rest.param.IfMatch;
import com.orchestrator.server.rest.param.Limit;
import com.orchestrator.server.rest.param.PageCursor;
import com.orchestrator.server.rest.param.Text;
import com.orchestrator.server.rest.wire.LimitBody;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import org.jspecify.annotations.Nullable;

/** When a task type is not tried for a while. */
@Path("api/v1/breakers")
@Produces(MediaType.APPLICATION_JSON)
public final class BreakerResource {

    private final LimitService limits;

    public BreakerResource(LimitService limits) {
        this.limits = limits;
    }

    @GET
    @Requires(role = Role.READER, on = On.SERVER)
    public Response list(
            @QueryParam("limit") @DefaultValue("50") Limit limit, @QueryParam("cursor") @Nullable PageCursor cursor) {
        return Answers.page(limit, cursor, limits::listBreakers);
    }

    @GET
    @Path("{taskType}")
    @Requires(role = Role.READER, on = On.SERVER)
    public Response get(@PathParam("taskType") Text taskType) {
        BreakerStatus breaker = limits.getBreaker(taskType.value());
        return Answers.versioned(breaker, breaker.version());
    }

    @PUT
    @Path("{taskType}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(role = Role.OPERATOR, on = On.SERVER)
    public Response set(
            @PathParam("taskType") Text taskType,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable IfMatch ifMatch,
            @Context SecurityContext security,
            LimitBody.Breaker body) {
        Applied<BreakerStatus> applied =
                limits.setBreaker(taskType.value(), body.toBreaker(), Authors.of(body.reason(), security, ifMatch));
        return Answers.set(applied, applied.status().version());
    }

    /** The reason stands in the address, because few servers and clients let this method have a body. */
    @DELETE
    @Path("{taskType}")
    @Requires(role = Role.OPERATOR, on = On.SERVER)
    public Response remove(
            @PathParam("taskType") Text taskType,
            @QueryParam("reason") @Nullable String reason,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable IfMatch ifMatch,
            @Context SecurityContext security) {
        limits.removeBreaker(taskType.value(), Authors.of(reason, security, ifMatch));
        return Response.noContent().build();
    }

    /** Nothing of the type is handed out until it is closed. */
    @POST
    @Path("{taskType}/open")
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(role = Role.OPERATOR, on = On.SERVER)
    public Response open(
            @PathParam("taskType") Text taskType,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable IfMatch ifMatch,
            @Context SecurityContext security,
            LimitBody.Why body) {
        BreakerStatus breaker = limits.openBreaker(taskType.value(), Authors.of(body.reason(), security, ifMatch));
        return Answers.versioned(breaker, breaker.version());
    }

    /** The type is tried as ever. */
    @POST
    @Path("{taskType}/close")
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(role = Role.OPERATOR, on = On.SERVER)
    public Response close(
            @PathParam("taskType") Text taskType,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable IfMatch ifMatch,
            @Context SecurityContext security,
            LimitBody.Why body) {
        BreakerStatus breaker = limits.closeBreaker(taskType.value(), Authors.of(body.reason(), security, ifMatch));
        return Answers.versioned(breaker, breaker.version());
    }
}
