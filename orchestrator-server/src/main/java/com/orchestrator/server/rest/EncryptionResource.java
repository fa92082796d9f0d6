package com.orchestrator.server.rest;

import com.orchestrator.engine.service.EncryptionService;
import com.orchestrator.server.auth.On;
import com.orchestrator.server.auth.Requires;
import com.orchestrator.server.auth.Role;
import com.orchestrator.server.rest.param.Text;
import com.orchestrator.server.rest.wire.Required;
import com.orchestrator.server.rest.wire.RewrapBody;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** Keys that payloads are sealed with in the database: what needs them, and how one is given up. */
@Path("api/v1/server/encryption")
@Produces(MediaType.APPLICATION_JSON)
public final class EncryptionResource {

    private final EncryptionService encryption;

    public EncryptionResource(EncryptionService encryption) {
        this.encryption = encryption;
    }

    @GET
    @Requires(role = Role.ADMIN, on = On.SERVER)
    public Response get() {
        return Answers.ok(encryption.status());
    }

    /** A piece at a time, so that no request takes longer the more runs there are. */
    @POST
    @Path("rewrap")
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(role = Role.ADMIN, on = On.SERVER)
    public Response rewrap(RewrapBody body) {
        Required.reason(body.reason());
        return Answers.ok(encryption.rewrap(body.after()));
    }

    @DELETE
    @Path("keys/{keyId}")
    @Requires(role = Role.ADMIN, on = On.SERVER)
    public Response retire(@PathParam("keyId") Text keyId, @QueryParam("reason") @Nullable String reason) {
        Required.reason(reason);
        encryption.retire(keyId.value());
        return Response.noContent().build();
    }
}
