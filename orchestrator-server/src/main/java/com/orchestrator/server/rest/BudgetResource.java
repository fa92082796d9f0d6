package com.orchestrator.server.rest;

import com.orchestrator.api.limit.BudgetStatus;
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

/** How many attempts of a workload may be in flight, over all queues. */
@Path("api/v1/budgets")
@Produces(MediaType.APPLICATION_JSON)
public final class BudgetResource {

    private final LimitService limits;

    public BudgetResource(LimitService limits) {
        this.limits = limits;
    }

    @GET
    @Requires(role = Role.READER, on = On.SERVER)
    public Response list(
            @QueryParam("limit") @DefaultValue("50") Limit limit, @QueryParam("cursor") @Nullable PageCursor cursor) {
        return Answers.page(limit, cursor, limits::listBudgets);
    }

    @GET
    @Path("{workload}")
    @Requires(role = Role.READER, on = On.SERVER)
    public Response get(@PathParam("workload") Text workload) {
        BudgetStatus budget = limits.getBudget(workload.value());
        return Answers.versioned(budget, budget.version());
    }

    @PUT
    @Path("{workload}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(role = Role.OPERATOR, on = On.SERVER)
    public Response set(
            @PathParam("workload") Text workload,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable IfMatch ifMatch,
            @Context SecurityContext security,
            LimitBody.Budget body) {
        Applied<BudgetStatus> applied =
                limits.setBudget(workload.value(), body.toBudget(), Authors.of(body.reason(), security, ifMatch));
        return Answers.set(applied, applied.status().version());
    }

    /** The reason stands in the address, because few servers and clients let this method have a body. */
    @DELETE
    @Path("{workload}")
    @Requires(role = Role.OPERATOR, on = On.SERVER)
    public Response remove(
            @PathParam("workload") Text workload,
            @QueryParam("reason") @Nullable String reason,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable IfMatch ifMatch,
            @Context SecurityContext security) {
        limits.removeBudget(workload.value(), Authors.of(reason, security, ifMatch));
        return Response.noContent().build();
    }
}
