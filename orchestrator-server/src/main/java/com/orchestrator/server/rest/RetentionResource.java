package com.orchestrator.server.rest;

import com.orchestrator.api.retention.RetentionStatus;
import com.orchestrator.engine.service.LimitService.Applied;
import com.orchestrator.engine.service.RetentionService;
import com.orchestrator.server.auth.On;
import com.orchestrator.server.auth.Requires;
import com.orchestrator.server.auth.Role;
import com.orchestrator.server.rest.param.IfMatch;
import com.orchestrator.server.rest.param.Limit;
import com.orchestrator.server.rest.param.PageCursor;
import com.orchestrator.server.rest.param.Text;
import com.orchestrator.server.rest.wire.RetentionBody;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
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

/** How long runs of a namespace are kept once they have ended. */
@Path("api/v1/retention")
@Produces(MediaType.APPLICATION_JSON)
public final class RetentionResource {

    private final RetentionService retention;

    public RetentionResource(RetentionService retention) {
        this.retention = retention;
    }

    @GET
    @Requires(role = Role.READER, on = On.SERVER)
    public Response list(
            @QueryParam("limit") @DefaultValue("50") Limit limit, @QueryParam("cursor") @Nullable PageCursor cursor) {
        return Answers.page(limit, cursor, retention::listRules);
    }

    @GET
    @Path("{namespace}")
    @Requires(role = Role.READER, on = On.NAMESPACE)
    public Response get(@PathParam("namespace") Text namespace) {
        RetentionStatus status = retention.getRule(namespace.value());
        return Answers.versioned(status, status.version());
    }

    @PUT
    @Path("{namespace}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(role = Role.ADMIN, on = On.NAMESPACE)
    public Response set(
            @PathParam("namespace") Text namespace,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable IfMatch ifMatch,
            @Context SecurityContext security,
            RetentionBody body) {
        Applied<RetentionStatus> applied =
                retention.setRule(namespace.value(), body.toRule(), Authors.of(body.reason(), security, ifMatch));
        return Answers.set(applied, applied.status().version());
    }

    /** The reason stands in the address, because few servers and clients let this method have a body. */
    @DELETE
    @Path("{namespace}")
    @Requires(role = Role.ADMIN, on = On.NAMESPACE)
    public Response remove(
            @PathParam("namespace") Text namespace,
            @QueryParam("reason") @Nullable String reason,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable IfMatch ifMatch,
            @Context SecurityContext security) {
        retention.removeRule(namespace.value(), Authors.of(reason, security, ifMatch));
        return Response.noContent().build();
    }

    /** Who has changed the rule, when and why; the newest first. */
    @GET
    @Path("{namespace}/changes")
    @Requires(role = Role.READER, on = On.NAMESPACE)
    public Response changes(
            @PathParam("namespace") Text namespace,
            @QueryParam("limit") @DefaultValue("50") Limit limit,
            @QueryParam("cursor") @Nullable PageCursor cursor) {
        return Answers.page(limit, cursor, query -> retention.listRuleChanges(namespace.value(), query));
    }
}
