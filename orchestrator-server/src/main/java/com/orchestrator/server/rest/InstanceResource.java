package com.orchestrator.server.rest;

import com.orchestrator.api.incident.IncidentRef;
import com.orchestrator.api.model.WorkflowInstance;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.engine.find.RunFilter;
import com.orchestrator.engine.service.IncidentService;
import com.orchestrator.engine.service.InstanceQuery;
import com.orchestrator.engine.service.WorkflowService;
import com.orchestrator.router.RouterService;
import com.orchestrator.server.auth.Requires;
import com.orchestrator.server.auth.Role;
import com.orchestrator.server.rest.param.GroupBy;
import com.orchestrator.server.rest.param.Limit;
import com.orchestrator.server.rest.param.PageCursor;
import com.orchestrator.server.rest.param.RunSearch;
import com.orchestrator.server.rest.param.SequenceNumber;
import com.orchestrator.server.rest.param.Sort;
import com.orchestrator.server.rest.param.Wait;
import com.orchestrator.server.rest.wire.Answer;
import com.orchestrator.server.rest.wire.BatchStartBody;
import com.orchestrator.server.rest.wire.IncidentAnswer;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Runs: start many, look at one, ask why it does not move, wait for one, find some. */
@Path("api/v1/instances")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public final class InstanceResource {

    private final WorkflowService workflows;
    private final IncidentService incidents;
    private final RouterService router;
    private final BatchIntake intake;
    private final Answers answers;
    private final Drain drain;

    public InstanceResource(
            WorkflowService workflows,
            IncidentService incidents,
            RouterService router,
            BatchIntake intake,
            Answers answers,
            Drain drain) {
        this.workflows = workflows;
        this.incidents = incidents;
        this.router = router;
        this.intake = intake;
        this.answers = answers;
        this.drain = drain;
    }

    @POST
    @Path("batch-start")
    @Requires(Role.OPERATOR)
    public CompletionStage<Response> startMany(BatchStartBody body) {
        return answers.when(workflows.startWorkflows(intake.items(body)), intake::answer);
    }

    @GET
    @Requires(Role.READER)
    public Response list(
            @BeanParam RunSearch search,
            @QueryParam("sort") @DefaultValue("-startedAt") Sort sort,
            @QueryParam("limit") @DefaultValue("50") Limit limit,
            @QueryParam("cursor") @Nullable PageCursor cursor) {
        RunFilter filter = search.filter(workflows::attributeTypes);
        return Answers.page(
                limit, cursor, query -> workflows.listInstances(new InstanceQuery(filter, sort.ascending(), query)));
    }

    @GET
    @Path("count")
    @Requires(Role.READER)
    public Response count(@BeanParam RunSearch search, @QueryParam("groupBy") @DefaultValue("state") GroupBy groupBy) {
        return Answers.ok(workflows.countInstances(search.filter(workflows::attributeTypes), groupBy.value()));
    }

    @GET
    @Path("{instanceId}")
    @Requires(Role.READER)
    public Response get(@PathParam("instanceId") UUID instanceId) {
        WorkflowInstance run = workflows.getWorkflow(instanceId);
        List<IncidentRef> open = run.state() == WorkflowState.COMPLETED ? List.of() : incidents.openOf(instanceId);
        return Answers.versioned(new IncidentAnswer.Run(run, open), run.sequenceNumber());
    }

    @GET
    @Path("{instanceId}/result")
    @Requires(Role.READER)
    public CompletionStage<Response> result(
            @PathParam("instanceId") UUID instanceId, @QueryParam("wait") @DefaultValue("0s") Wait wait) {
        return answers.when(
                drain.held(workflows.awaitResult(instanceId, wait.duration()), () -> workflows.getWorkflow(instanceId)),
                InstanceResource::result);
    }

    private static Response result(WorkflowInstance instance) {
        return instance.state().isAtRest()
                ? Answers.ok(Answer.Result.of(instance))
                : Response.accepted(new Answer.Pending(instance.state())).build();
    }

    @GET
    @Path("{instanceId}/events")
    @Requires(Role.READER)
    public Response events(
            @PathParam("instanceId") UUID instanceId,
            @QueryParam("after") @DefaultValue("0") SequenceNumber after,
            @QueryParam("limit") @DefaultValue("200") Limit limit) {
        return Answers.page(limit, workflows.getHistory(instanceId, after.value(), limit.value()));
    }

    @GET
    @Path("{instanceId}/tasks")
    @Requires(Role.READER)
    public Response tasks(
            @PathParam("instanceId") UUID instanceId,
            @QueryParam("limit") @DefaultValue("200") Limit limit,
            @QueryParam("cursor") @Nullable PageCursor cursor) {
        return Answers.page(limit, cursor, query -> workflows.getTasks(instanceId, query));
    }

    @GET
    @Path("{instanceId}/logs")
    @Requires(Role.READER)
    public Response logs(
            @PathParam("instanceId") UUID instanceId,
            @QueryParam("limit") @DefaultValue("200") Limit limit,
            @QueryParam("cursor") @Nullable PageCursor cursor) {
        return Answers.page(limit, cursor, query -> workflows.getLog(instanceId, query));
    }

    @GET
    @Path("{instanceId}/explain")
    @Requires(Role.READER)
    public Response explain(@PathParam("instanceId") UUID instanceId) {
        return Answers.ok(new IncidentAnswer.Explained(
                router.explained(workflows.explainWorkflow(instanceId)), incidents.openOf(instanceId)));
    }
}
