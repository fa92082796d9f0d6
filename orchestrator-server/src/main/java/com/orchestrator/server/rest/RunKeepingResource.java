package com.orchestrator.server.rest;

import com.orchestrator.api.model.Payload;
import com.orchestrator.api.request.ControlRequest;
import com.orchestrator.engine.service.RetentionService;
import com.orchestrator.server.auth.Access;
import com.orchestrator.server.auth.Caller;
import com.orchestrator.server.auth.On;
import com.orchestrator.server.auth.Requires;
import com.orchestrator.server.auth.Role;
import com.orchestrator.server.rest.json.RawText;
import com.orchestrator.server.rest.param.IfMatch;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What becomes of runs that have ended. */
@Path("api/v1/instances")
@Produces(MediaType.APPLICATION_JSON)
public final class RunKeepingResource {

    /** One line of JSON for each run or definition. */
    private static final String LINES = "application/x-ndjson";

    private final RetentionService retention;

    public RunKeepingResource(RetentionService retention) {
        this.retention = retention;
    }

    /** The reason stands in the address, because few servers and clients let this method have a body. */
    @DELETE
    @Path("{instanceId}")
    @Requires(role = Role.OPERATOR, on = On.RUN)
    public Response delete(
            @PathParam("instanceId") UUID id,
            @QueryParam("reason") @Nullable String reason,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable IfMatch ifMatch,
            @Context SecurityContext security) {
        retention.deleteRun(Commands.of(id, new ControlRequest(reason, null), security, ifMatch));
        return Response.noContent().build();
    }

    /** Of the run and of all that it has started; the reason as above. */
    @DELETE
    @Path("{instanceId}/payloads")
    @Requires(role = Role.OPERATOR, on = On.RUN)
    public Response erasePayloads(
            @PathParam("instanceId") UUID id,
            @QueryParam("reason") @Nullable String reason,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable IfMatch ifMatch,
            @Context SecurityContext security) {
        retention.erasePayloads(Commands.of(id, new ControlRequest(reason, null), security, ifMatch));
        return Response.noContent().build();
    }

    /** The run and all that it has started, with the definitions they are pinned to: what an import takes, here or elsewhere. */
    @GET
    @Path("{instanceId}/export")
    @Produces(LINES)
    @Requires(role = Role.READER, on = On.RUN, payloads = true)
    public Response export(@PathParam("instanceId") UUID id, @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        String lines = retention.exportRun(id);
        if (caller.namespaces().isPresent()) {
            lines.lines().map(RunKeepingResource::namespace).forEach(of -> Access.require(caller, Role.READER, of));
        }
        return Response.ok(lines, LINES).build();
    }

    /** A run may have started others elsewhere. */
    private static String namespace(String line) {
        return Payload.ofJson(line).tree().path("namespace").asText();
    }

    @POST
    @Path("import")
    @Consumes(LINES)
    @Requires(role = Role.ADMIN, on = On.SERVER)
    public Response takeBack(@Context SecurityContext security, RawText lines) {
        String text = new String(lines.bytes(), StandardCharsets.UTF_8);
        return Answers.ok(retention.importRuns(text, security.getUserPrincipal().getName()));
    }
}
