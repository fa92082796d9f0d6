package com.orchestrator.server.rest;

import com.orchestrator.engine.service.FleetService;
import com.orchestrator.server.auth.On;
import com.orchestrator.server.auth.Requires;
import com.orchestrator.server.auth.Role;
import com.orchestrator.server.rest.param.Limit;
import com.orchestrator.server.rest.param.PageCursor;
import com.orchestrator.server.rest.param.Text;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** Semantic locks that runs hold. */
@Path("api/v1/locks")
@Produces(MediaType.APPLICATION_JSON)
public final class LockResource {

    private final FleetService fleet;

    public LockResource(FleetService fleet) {
        this.fleet = fleet;
    }

    @GET
    @Requires(role = Role.READER, on = On.SERVER)
    public Response list(
            @QueryParam("name") @Nullable Text name,
            @QueryParam("limit") @DefaultValue("50") Limit limit,
            @QueryParam("cursor") @Nullable PageCursor cursor) {
        return Answers.page(limit, cursor, query -> fleet.listLocks(name == null ? null : name.value(), query));
    }
}
