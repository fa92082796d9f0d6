package com.orchestrator.server.rest;

import com.orchestrator.server.auth.On;
import com.orchestrator.server.auth.Requires;
import com.orchestrator.server.auth.Role;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.util.function.Supplier;

/** The JSON Schema of definitions, for editors. */
@Path("api/v1/schemas")
public final class SchemaResource {

    private final Supplier<String> workflowSchema;

    public SchemaResource(Supplier<String> workflowSchema) {
        this.workflowSchema = workflowSchema;
    }

    @GET
    @Path("workflow-v1.json")
    @Produces({"application/schema+json", "application/json"})
    @Requires(role = Role.READER, on = On.API)
    public String workflow() {
        return workflowSchema.get();
    }
}
