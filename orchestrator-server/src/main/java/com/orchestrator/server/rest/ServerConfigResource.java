package com.orchestrator.server.rest;

import com.orchestrator.api.fleet.ServerSetting;
import com.orchestrator.server.auth.On;
import com.orchestrator.server.auth.Requires;
import com.orchestrator.server.auth.Role;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** What this server has been told, and by what. It does not change while the server is up. */
@Path("api/v1/server/config")
@Produces(MediaType.APPLICATION_JSON)
public final class ServerConfigResource {

    private final Config config;

    public ServerConfigResource(List<ServerSetting> items) {
        this.config = new Config(items);
    }

    @GET
    @Requires(role = Role.ADMIN, on = On.SERVER)
    public Response get() {
        return Answers.ok(config);
    }

    record Config(List<ServerSetting> items) {}
}
