package com.orchestrator.server.rest;

import com.orchestrator.api.fleet.PrincipalCutoff;
import com.orchestrator.server.auth.Caller;
import com.orchestrator.server.auth.On;
import com.orchestrator.server.auth.Requires;
import com.orchestrator.server.auth.Role;
import com.orchestrator.server.rest.param.Limit;
import com.orchestrator.server.rest.param.PageCursor;
import com.orchestrator.server.rest.wire.CutoffBody;
import com.orchestrator.server.rest.wire.Required;
import com.orchestrator.server.tokens.TokenDirectory;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import org.jspecify.annotations.Nullable;

/** Principals of the identity provider that were shut out: what a provider has made cannot be taken back there. */
@Path("api/v1/cutoffs")
@Produces(MediaType.APPLICATION_JSON)
public final class CutoffResource {

    private final TokenDirectory tokens;

    public CutoffResource(TokenDirectory tokens) {
        this.tokens = tokens;
    }

    /** By principal. */
    @GET
    @Requires(role = Role.ADMIN, on = On.SERVER)
    public Response list(
            @QueryParam("limit") @DefaultValue("50") Limit limit, @QueryParam("cursor") @Nullable PageCursor cursor) {
        return Answers.pageByName(limit, cursor, tokens.store().cutoffs().stream(), PrincipalCutoff::principal);
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(role = Role.ADMIN, on = On.SERVER)
    public Response cutOff(@Context SecurityContext security, CutoffBody body) {
        String principal = body.principalName();
        Required.reason(body.reason());
        PrincipalCutoff made =
                tokens.store().cutOff(principal, Caller.of(security).name());
        tokens.look();
        return Answers.ok(made);
    }
}
