package com.orchestrator.server.rest;

import com.orchestrator.api.projection.ProjectionExplanation;
import com.orchestrator.api.projection.ProjectionStatus;
import com.orchestrator.engine.log.LogIds;
import com.orchestrator.server.auth.Caller;
import com.orchestrator.server.auth.On;
import com.orchestrator.server.auth.Requires;
import com.orchestrator.server.auth.Role;
import com.orchestrator.server.projection.ProjectionService;
import com.orchestrator.server.rest.param.Limit;
import com.orchestrator.server.rest.param.PageCursor;
import com.orchestrator.server.rest.param.Text;
import com.orchestrator.server.rest.wire.OperationBody;
import com.orchestrator.server.rest.wire.ProjectionBody;
import com.orchestrator.server.rest.wire.Required;
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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Projections, which run elsewhere. What is asked for, their workers do between two batches. */
@Path("api/v1/projections")
@Produces(MediaType.APPLICATION_JSON)
public final class ProjectionResource {

    private static final Logger LOG = LoggerFactory.getLogger(ProjectionResource.class);
    private static final String NAME = "name";
    private static final int ACCEPTED = 202;

    private final ProjectionService projections;

    public ProjectionResource(ProjectionService projections) {
        this.projections = projections;
    }

    @GET
    @Requires(role = Role.READER, on = On.SERVER)
    public Response list(
            @QueryParam("limit") @DefaultValue("50") Limit limit, @QueryParam("cursor") @Nullable PageCursor cursor) {
        return Answers.page(limit, cursor, projections::list);
    }

    @GET
    @Path("{name}")
    @Requires(role = Role.READER, on = On.SERVER)
    public Response get(@PathParam(NAME) Text name) {
        return Answers.ok(projections.get(name.value()));
    }

    @GET
    @Path("{name}/explain")
    @Requires(role = Role.READER, on = On.SERVER)
    public Response explain(@PathParam(NAME) Text name) {
        ProjectionStatus status = projections.get(name.value());
        return Answers.ok(new ProjectionExplanation(status.name(), status.state(), status.reasons()));
    }

    @GET
    @Path("{name}/dead-letters")
    @Requires(role = Role.READER, on = On.SERVER)
    public Response deadLetters(
            @PathParam(NAME) Text name,
            @QueryParam("limit") @DefaultValue("50") Limit limit,
            @QueryParam("cursor") @Nullable PageCursor cursor) {
        return Answers.page(limit, cursor, query -> projections.deadLetters(name.value(), query));
    }

    @POST
    @Path("{name}/pause")
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(role = Role.OPERATOR, on = On.SERVER)
    public Response pause(@PathParam(NAME) Text name, @Context SecurityContext security, OperationBody.ForReason body) {
        String reason = Required.reason(body.reason());
        String said = reason + " (" + security.getUserPrincipal().getName() + ")";
        return change("pause", name, security, reason, one -> projections.pause(one, said));
    }

    @POST
    @Path("{name}/resume")
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(role = Role.OPERATOR, on = On.SERVER)
    public Response resume(
            @PathParam(NAME) Text name, @Context SecurityContext security, OperationBody.ForReason body) {
        return change("resume", name, security, Required.reason(body.reason()), projections::resume);
    }

    @POST
    @Path("{name}/skip")
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(role = Role.OPERATOR, on = On.SERVER)
    public Response skip(@PathParam(NAME) Text name, @Context SecurityContext security, ProjectionBody body) {
        String event = body.event();
        String reason = Required.reason(body.reason());
        return change("skip " + event, name, security, reason, one -> projections.skip(one, event, reason));
    }

    @POST
    @Path("{name}/dead-letters/retry")
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(role = Role.OPERATOR, on = On.SERVER)
    public Response retry(@PathParam(NAME) Text name, @Context SecurityContext security, ProjectionBody body) {
        String event = body.event();
        String reason = Required.reason(body.reason());
        return change("retry " + event, name, security, reason, one -> projections.retry(one, event));
    }

    @POST
    @Path("{name}/rebuild")
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(role = Role.OPERATOR, on = On.SERVER)
    public Response rebuild(
            @PathParam(NAME) Text name, @Context SecurityContext security, OperationBody.ForReason body) {
        return change("rebuild", name, security, Required.reason(body.reason()), projections::rebuild);
    }

    @POST
    @Path("{name}/rebuild/give-up")
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(role = Role.OPERATOR, on = On.SERVER)
    public Response giveUpRebuild(
            @PathParam(NAME) Text name, @Context SecurityContext security, OperationBody.ForReason body) {
        return change("give-up", name, security, Required.reason(body.reason()), projections::giveUpRebuild);
    }

    /** Accepted, since workers do it after the batches that are under way. */
    private static Response change(
            String what,
            Text name,
            SecurityContext security,
            String reason,
            Function<String, ProjectionStatus> change) {
        ProjectionStatus status = change.apply(name.value());
        String principal = Caller.of(security).name();
        LogIds.of("projection", name.value())
                .and("principal", principal)
                .log(() -> LOG.info("{} of projection {} by {}: {}", what, name, principal, reason));
        return Response.status(ACCEPTED).entity(status).build();
    }
}
