package com.orchestrator.server.rest;

import com.orchestrator.api.fleet.QuotaRefusal;
import com.orchestrator.server.auth.On;
import com.orchestrator.server.auth.Requires;
import com.orchestrator.server.auth.Role;
import com.orchestrator.server.quota.Quotas;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** Who has asked this server for more than the quotas allow. */
@Path("api/v1/server/quotas")
@Produces(MediaType.APPLICATION_JSON)
public final class QuotaResource {

    private final Quotas quotas;

    public QuotaResource(Quotas quotas) {
        this.quotas = quotas;
    }

    @GET
    @Requires(role = Role.READER, on = On.SERVER)
    public Response get() {
        return Answers.ok(new Refusals(quotas.refusals()));
    }

    record Refusals(List<QuotaRefusal> items) {}
}
