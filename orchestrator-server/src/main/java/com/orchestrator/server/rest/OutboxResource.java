package com.orchestrator.server.rest;

import com.orchestrator.api.fleet.OutboxStatus;
import com.orchestrator.server.auth.On;
import com.orchestrator.server.auth.Requires;
import com.orchestrator.server.auth.Role;
import com.orchestrator.server.outbox.Outboxes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** The outboxes that this server relays. */
@Path("api/v1/server/outboxes")
@Produces(MediaType.APPLICATION_JSON)
public final class OutboxResource {

    private final Outboxes outboxes;

    public OutboxResource(Outboxes outboxes) {
        this.outboxes = outboxes;
    }

    @GET
    @Requires(role = Role.READER, on = On.SERVER)
    public Response get() {
        return Answers.ok(new Relayed(outboxes.all()));
    }

    record Relayed(List<OutboxStatus> items) {}
}
