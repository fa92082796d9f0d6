package com.orchestrator.server.rest;

import com.orchestrator.engine.service.LimitService;
import com.orchestrator.server.auth.On;
import com.orchestrator.server.auth.Requires;
import com.orchestrator.server.auth.Role;
import com.orchestrator.server.rest.param.Limit;
import com.orchestrator.server.rest.param.PageCursor;
import com.orchestrator.server.rest.param.Text;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** Who has changed which limit, when and why. */
@Path("api/v1/limits")
@Produces(MediaType.APPLICATION_JSON)
public final class LimitResource {

    private final LimitService limits;

    public LimitResource(LimitService limits) {
        this.limits = limits;
    }

    /** Of one limit by the name of its rule, such as {@code budget:heavy}; the newest first. */
    @GET
    @Path("{rule}/changes")
    @Requires(role = Role.READER, on = On.SERVER)
    public Response changes(
            @PathParam("rule") Text rule,
            @QueryParam("limit") @DefaultValue("50") Limit limit,
            @QueryParam("cursor") @Nullable PageCursor cursor) {
        return Answers.page(limit, cursor, query -> limits.listChanges(rule.value(), query));
    }
}
