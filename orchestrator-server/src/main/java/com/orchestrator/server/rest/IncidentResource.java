package com.orchestrator.server.rest;

import com.orchestrator.engine.incident.IncidentFilter;
import com.orchestrator.engine.incident.IncidentGroupFilter;
import com.orchestrator.engine.service.IncidentService;
import com.orchestrator.server.auth.Caller;
import com.orchestrator.server.auth.On;
import com.orchestrator.server.auth.Requires;
import com.orchestrator.server.auth.Role;
import com.orchestrator.server.rest.param.IncidentSearch;
import com.orchestrator.server.rest.param.Limit;
import com.orchestrator.server.rest.param.PageCursor;
import com.orchestrator.server.rest.param.Text;
import com.orchestrator.server.rest.wire.IncidentAnswer;
import com.orchestrator.server.rest.wire.IncidentBody;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What a person has to look at: one by one, by cause, and what is done about it. */
@Path("api/v1/incidents")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public final class IncidentResource {

    private static final String ID = "incidentId";

    private final IncidentService incidents;
    private final Answers answers;

    public IncidentResource(IncidentService incidents, Answers answers) {
        this.incidents = incidents;
        this.answers = answers;
    }

    @GET
    @Requires(role = Role.READER, on = On.VISIBLE)
    public Response list(
            @BeanParam IncidentSearch search,
            @QueryParam("limit") @DefaultValue("50") Limit limit,
            @QueryParam("cursor") @Nullable PageCursor cursor,
            @Context SecurityContext security) {
        IncidentFilter filter = search.filter(Caller.of(security)::narrowed);
        return Answers.page(limit, cursor, query -> incidents.list(filter, query));
    }

    @GET
    @Path("groups")
    @Requires(role = Role.READER, on = On.VISIBLE)
    public Response groups(
            @QueryParam("namespace") @Nullable Text namespace,
            @QueryParam("workflow") @Nullable Text workflow,
            @QueryParam("code") @Nullable Text code,
            @QueryParam("limit") @DefaultValue("50") Limit limit,
            @QueryParam("cursor") @Nullable PageCursor cursor,
            @Context SecurityContext security) {
        String only = Caller.of(security).narrowed(Text.value(namespace));
        IncidentGroupFilter filter = new IncidentGroupFilter(only, Text.value(workflow), Text.value(code));
        return Answers.page(limit, cursor, query -> incidents.groups(filter, query));
    }

    @GET
    @Path("{incidentId}")
    @Requires(role = Role.READER, on = On.INCIDENT)
    public Response get(@PathParam(ID) UUID id) {
        return Answers.ok(new IncidentAnswer.Whole(incidents.get(id), incidents.changes(id)));
    }

    @POST
    @Path("{incidentId}/assign")
    @Requires(role = Role.OPERATOR, on = On.INCIDENT)
    public Response assign(@PathParam(ID) UUID id, @Context SecurityContext security, IncidentBody.Assign body) {
        return Answers.ok(incidents.assign(
                id, body.toRequest(), security.getUserPrincipal().getName()));
    }

    @POST
    @Path("{incidentId}/resolve")
    @Requires(role = Role.OPERATOR, on = On.INCIDENT)
    public CompletionStage<Response> resolve(
            @PathParam(ID) UUID id, @Context SecurityContext security, IncidentBody.Resolve body) {
        return answers.when(
                incidents.resolve(
                        id, body.toRequest(), security.getUserPrincipal().getName()),
                Answers::ok);
    }
}
