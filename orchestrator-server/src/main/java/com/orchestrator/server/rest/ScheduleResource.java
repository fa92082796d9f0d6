package com.orchestrator.server.rest;

import com.orchestrator.api.schedule.Backfill;
import com.orchestrator.api.schedule.BackfillRequest;
import com.orchestrator.api.schedule.Schedule;
import com.orchestrator.api.schedule.ScheduleSpec;
import com.orchestrator.engine.service.ScheduleService;
import com.orchestrator.engine.service.ScheduleService.Target;
import com.orchestrator.server.audit.Unaudited;
import com.orchestrator.server.auth.Caller;
import com.orchestrator.server.auth.On;
import com.orchestrator.server.auth.Requires;
import com.orchestrator.server.auth.Role;
import com.orchestrator.server.rest.param.IfMatch;
import com.orchestrator.server.rest.param.Limit;
import com.orchestrator.server.rest.param.Moment;
import com.orchestrator.server.rest.param.PageCursor;
import com.orchestrator.server.rest.param.Text;
import com.orchestrator.server.rest.wire.ScheduleBody;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Schedules: when work is started by itself. */
@Path("api/v1/schedules")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public final class ScheduleResource {

    private static final String NAMESPACE = "namespace";
    private static final String NAME = "name";

    private final ScheduleService schedules;
    private final JobIntake jobs;
    private final Answers answers;

    public ScheduleResource(ScheduleService schedules, JobIntake jobs, Answers answers) {
        this.schedules = schedules;
        this.jobs = jobs;
        this.answers = answers;
    }

    @PUT
    @Path("{namespace}/{name}")
    @Requires(role = Role.OPERATOR, on = On.NAMESPACE)
    public Response put(
            @PathParam(NAMESPACE) Text namespace,
            @PathParam(NAME) Text name,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable IfMatch ifMatch,
            @Context SecurityContext security,
            ScheduleBody body) {
        ScheduleSpec spec = body.toSpec();
        if (spec.job() != null) {
            jobs.requirePutting(Caller.of(security), spec.job());
        }
        ScheduleService.Put put =
                schedules.put(target(namespace, name, security, ifMatch), spec, body.paused(), body.note());
        return Response.status(put.created() ? 201 : 200)
                .header(HttpHeaders.LOCATION, Location.of(put.schedule()))
                .header(HttpHeaders.ETAG, Answers.etag(put.schedule().version()))
                .entity(put.schedule())
                .build();
    }

    private static Target target(Text namespace, Text name, SecurityContext security, @Nullable IfMatch ifMatch) {
        return new Target(
                namespace.value(),
                name.value(),
                security.getUserPrincipal().getName(),
                IfMatch.sequenceNumber(ifMatch));
    }

    @GET
    @Requires(role = Role.READER, on = On.VISIBLE)
    public Response list(
            @QueryParam(NAMESPACE) @Nullable Text namespace,
            @QueryParam("limit") @DefaultValue("50") Limit limit,
            @QueryParam("cursor") @Nullable PageCursor cursor,
            @Context SecurityContext security) {
        String only = Caller.of(security).narrowed(Text.value(namespace));
        return Answers.page(limit, cursor, query -> schedules.list(only, query));
    }

    @GET
    @Path("{namespace}/{name}")
    @Requires(role = Role.READER, on = On.NAMESPACE)
    public Response get(@PathParam(NAMESPACE) Text namespace, @PathParam(NAME) Text name) {
        return answer(schedules.get(namespace.value(), name.value()));
    }

    private static Response answer(Schedule schedule) {
        return Response.ok(schedule)
                .header(HttpHeaders.ETAG, Answers.etag(schedule.version()))
                .build();
    }

    @DELETE
    @Path("{namespace}/{name}")
    @Requires(role = Role.OPERATOR, on = On.NAMESPACE)
    public Response delete(
            @PathParam(NAMESPACE) Text namespace,
            @PathParam(NAME) Text name,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable IfMatch ifMatch,
            @Context SecurityContext security) {
        schedules.delete(target(namespace, name, security, ifMatch));
        return Response.noContent().build();
    }

    @POST
    @Path("{namespace}/{name}/pause")
    @Requires(role = Role.OPERATOR, on = On.NAMESPACE)
    public Response pause(
            @PathParam(NAMESPACE) Text namespace,
            @PathParam(NAME) Text name,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable IfMatch ifMatch,
            @Context SecurityContext security,
            ScheduleBody.Pause body) {
        return answer(schedules.pause(target(namespace, name, security, ifMatch), body.note()));
    }

    @POST
    @Path("{namespace}/{name}/resume")
    @Requires(role = Role.OPERATOR, on = On.NAMESPACE)
    public Response resume(
            @PathParam(NAMESPACE) Text namespace,
            @PathParam(NAME) Text name,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable IfMatch ifMatch,
            @Context SecurityContext security,
            ScheduleBody.Resume body) {
        return answer(schedules.resume(target(namespace, name, security, ifMatch)));
    }

    /** Answers with what became of the time, which is now. */
    @POST
    @Path("{namespace}/{name}/trigger")
    @Requires(role = Role.OPERATOR, on = On.NAMESPACE)
    public CompletionStage<Response> trigger(
            @PathParam(NAMESPACE) Text namespace,
            @PathParam(NAME) Text name,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable IfMatch ifMatch,
            @Context SecurityContext security,
            ScheduleBody.Trigger body) {
        return answers.when(
                schedules.trigger(target(namespace, name, security, ifMatch), body.overlap(), body.triggerId()),
                Answers::ok);
    }

    @POST
    @Path("{namespace}/{name}/backfill")
    @Requires(role = Role.OPERATOR, on = On.NAMESPACE)
    public Response backfill(
            @PathParam(NAMESPACE) Text namespace,
            @PathParam(NAME) Text name,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable IfMatch ifMatch,
            @Context SecurityContext security,
            BackfillRequest body) {
        Backfill backfill = schedules.backfill(target(namespace, name, security, ifMatch), body);
        return Response.status(201)
                .header(HttpHeaders.LOCATION, Location.of(backfill))
                .entity(backfill)
                .build();
    }

    /** The newest first; also when it is deleted. */
    @GET
    @Path("{namespace}/{name}/changes")
    @Requires(role = Role.READER, on = On.NAMESPACE)
    public Response changes(
            @PathParam(NAMESPACE) Text namespace,
            @PathParam(NAME) Text name,
            @QueryParam("limit") @DefaultValue("50") Limit limit,
            @QueryParam("cursor") @Nullable PageCursor cursor) {
        return Answers.page(limit, cursor, query -> schedules.listChanges(namespace.value(), name.value(), query));
    }

    /** Also of one that is paused. */
    @GET
    @Path("{namespace}/{name}/upcoming")
    @Requires(role = Role.READER, on = On.NAMESPACE)
    public Response upcoming(
            @PathParam(NAMESPACE) Text namespace,
            @PathParam(NAME) Text name,
            @QueryParam("count") @DefaultValue("10") Limit count,
            @QueryParam("after") @Nullable Moment after) {
        return Answers.ok(schedules.upcoming(namespace.value(), name.value(), count.value(), Moment.value(after)));
    }

    /** What a schedule would come to; there need not be one. */
    @POST
    @Path("preview")
    @Unaudited("changes nothing")
    @Requires(role = Role.READER, on = On.API)
    public Response preview(ScheduleBody.Preview body) {
        return Answers.ok(schedules.preview(body.toTiming(), body.countOrDefault(), body.after()));
    }
}
