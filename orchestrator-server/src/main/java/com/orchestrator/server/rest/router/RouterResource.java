package com.orchestrator.server.rest.router;

import com.orchestrator.api.job.JobPut;
import com.orchestrator.api.model.Page;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.router.RoutedJob;
import com.orchestrator.router.RoutedWorker;
import com.orchestrator.router.RouterFigures;
import com.orchestrator.router.RouterService;
import com.orchestrator.router.StatusReport;
import com.orchestrator.server.audit.Unaudited;
import com.orchestrator.server.auth.On;
import com.orchestrator.server.auth.Requires;
import com.orchestrator.server.auth.Role;
import com.orchestrator.server.rest.param.Limit;
import com.orchestrator.server.rest.param.PageCursor;
import com.orchestrator.server.rest.param.Text;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import org.jspecify.annotations.Nullable;

/** The job router. */
@Path("api")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public final class RouterResource {

    private final RouterService router;

    public RouterResource(RouterService router) {
        this.router = router;
    }

    @POST
    @Path("jobs/register")
    @Unaudited("work: jobs are kept as long as they want")
    @Requires(role = Role.OPERATOR, on = On.JOBS)
    public Response registerRoutedJob(RouterBody.Job body) {
        JobPut put = router.register(body.toRegistration());
        return Response.status(202)
                .entity(new RouterAnswer.Accepted("accepted", put.jobId(), put.deduplicated()))
                .build();
    }

    @PUT
    @Path("jobs/{id}/status")
    @Requires(role = Role.WORKER, on = On.JOBS)
    public Response putRoutedJobStatus(@PathParam("id") Text id, RouterBody.Status body) {
        return report(body.toReport(id.value()));
    }

    @POST
    @Path("jobs/status")
    @Requires(role = Role.WORKER, on = On.JOBS)
    public Response postRoutedJobStatus(RouterBody.Status body) {
        return report(body.toReport(null));
    }

    private Response report(StatusReport report) {
        router.report(report);
        return ok(new RouterAnswer.Done("updated"));
    }

    /** Takes no body, as the document has none. */
    @POST
    @Path("jobs/{id}/cancel")
    @Consumes(MediaType.WILDCARD)
    @Requires(role = Role.OPERATOR, on = On.JOBS)
    public Response cancelRoutedJob(@PathParam("id") Text id, @Context SecurityContext security) {
        RoutedJob job = router.cancel(id.value(), security.getUserPrincipal().getName());
        return ok(new RouterAnswer.Done(job.status().word()));
    }

    @GET
    @Path("jobs")
    @Requires(role = Role.READER, on = On.JOBS)
    public Response listRoutedJobs(
            @QueryParam("limit") @DefaultValue("50") Limit limit, @QueryParam("cursor") @Nullable PageCursor cursor) {
        Page<RoutedJob> page = router.list(new ListQuery(limit.value(), PageCursor.value(cursor)));
        return ok(new RouterAnswer.Jobs(
                page.items().stream().map(RouterAnswer.Entry::of).toList(),
                page.items().size(),
                page.next()));
    }

    @GET
    @Path("workers")
    @Requires(role = Role.READER, on = On.SERVER)
    public Response listRoutedWorkers(
            @QueryParam("limit") @DefaultValue("50") Limit limit, @QueryParam("cursor") @Nullable PageCursor cursor) {
        Page<RoutedWorker> page = router.workers(new ListQuery(limit.value(), PageCursor.value(cursor)));
        return ok(new RouterAnswer.Workers(
                page.items().stream().map(RouterAnswer.Worker::of).toList(),
                page.items().size(),
                page.next()));
    }

    @POST
    @Path("workers/heartbeat")
    @Requires(role = Role.WORKER, on = On.JOBS)
    public Response heartbeatOfRoutedWorker(RouterBody.Heartbeat body) {
        return ok(new RouterAnswer.Acknowledged(
                "acknowledged",
                router.heartbeat(body.toReport()).stream()
                        .map(RouterAnswer.Given::of)
                        .toList()));
    }

    @GET
    @Path("health")
    @Requires(role = Role.READER, on = On.SERVER)
    public Response getRouterHealth() {
        RouterFigures figures = router.figures();
        return ok(new RouterAnswer.Health(
                figures.trouble() == null ? "healthy" : "degraded",
                figures.cluster().node(),
                RouterAnswer.Bridge.of(figures)));
    }

    @GET
    @Path("cluster/status")
    @Requires(role = Role.READER, on = On.SERVER)
    public Response getRouterCluster() {
        return ok(RouterAnswer.Cluster.of(router.cluster()));
    }

    @GET
    @Path("raft/status")
    @Requires(role = Role.READER, on = On.SERVER)
    public Response getRouterLeader() {
        return ok(RouterAnswer.Raft.of(router.cluster()));
    }

    @GET
    @Path("metrics")
    @Requires(role = Role.READER, on = On.SERVER)
    public Response getRouterMetrics() {
        RouterFigures figures = router.figures();
        return ok(new RouterAnswer.Metrics(
                router.jobCounts(), figures.workersAlive(), figures.dispatchesOpen(), figures.bridge()));
    }

    private static Response ok(Record body) {
        return Response.ok(body).build();
    }
}
