package com.orchestrator.server.rest;

import com.orchestrator.api.incident.IncidentRef;
import com.orchestrator.api.model.Explanation;
import com.orchestrator.api.model.WorkflowInstance;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.engine.find.AttributeTypes;
import com.orchestrator.engine.find.RunField.Column;
import com.orchestrator.engine.find.RunFilter;
import com.orchestrator.engine.service.IncidentService;
import com.orchestrator.engine.service.InstanceQuery;
import com.orchestrator.engine.service.WorkflowService;
import com.orchestrator.server.audit.Unaudited;
import com.orchestrator.server.auth.Caller;
import com.orchestrator.server.auth.On;
import com.orchestrator.server.auth.Place;
import com.orchestrator.server.auth.Requires;
import com.orchestrator.server.auth.Role;
import com.orchestrator.server.auth.Whereabouts;
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
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs: start many, look at one, ask why it does not move, wait for one, find some. */
@Path("api/v1/instances")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public final class InstanceResource {

    private final WorkflowService workflows;
    private final IncidentService incidents;
    private final Explanations explanations;
    private final BatchIntake intake;
    private final Answers answers;
    private final Waits waits;
    private final Whereabouts whereabouts;

    public InstanceResource(
            WorkflowService workflows,
            IncidentService incidents,
            Explanations explanations,
            BatchIntake intake,
            Answers answers,
            Waits waits,
            Whereabouts whereabouts) {
        this.workflows = workflows;
        this.incidents = incidents;
        this.explanations = explanations;
        this.intake = intake;
        this.answers = answers;
        this.waits = waits;
        this.whereabouts = whereabouts;
    }

    @POST
    @Path("batch-start")
    @Unaudited("work: the histories of the runs begin with it")
    @Requires(role = Role.OPERATOR, on = On.BODY)
    public CompletionStage<Response> startMany(@Context SecurityContext security, BatchStartBody body) {
        return answers.when(workflows.startWorkflows(intake.items(body, Caller.of(security))), intake::answer);
    }

    @GET
    @Requires(role = Role.READER, on = On.VISIBLE)
    public Response list(
            @BeanParam RunSearch search,
            @QueryParam("sort") @DefaultValue("-startedAt") Sort sort,
            @QueryParam("limit") @DefaultValue("50") Limit limit,
            @QueryParam("cursor") @Nullable PageCursor cursor,
            @Context SecurityContext security) {
        RunFilter filter = filter(search, security);
        return Answers.page(
                limit, cursor, query -> workflows.listInstances(new InstanceQuery(filter, sort.ascending(), query)));
    }

    @GET
    @Path("count")
    @Requires(role = Role.READER, on = On.VISIBLE)
    public Response count(
            @BeanParam RunSearch search,
            @QueryParam("groupBy") @DefaultValue("state") GroupBy groupBy,
            @Context SecurityContext security) {
        return Answers.ok(workflows.countInstances(filter(search, security), groupBy.value()));
    }

    /** What is asked for, of what the caller may see. */
    private RunFilter filter(RunSearch search, SecurityContext security) {
        Caller caller = Caller.of(security);
        String only = caller.narrowed(search.namespace());
        Supplier<AttributeTypes> known = only == null || caller.namespaces().isEmpty()
                ? workflows::attributeTypes
                : () -> workflows.attributeTypes(only);
        return RunFilter.isOrAny(Column.NAMESPACE, only).and(search.filter(known));
    }

    @GET
    @Path("{instanceId}")
    @Requires(role = Role.READER, on = On.RUN)
    public Response get(@PathParam("instanceId") UUID instanceId) {
        WorkflowInstance run = workflows.getWorkflow(instanceId);
        List<IncidentRef> open = run.state() == WorkflowState.COMPLETED ? List.of() : incidents.openOf(instanceId);
        return Answers.versioned(new IncidentAnswer.Run(run, open), run.sequenceNumber());
    }

    @GET
    @Path("{instanceId}/result")
    @Requires(role = Role.READER, on = On.RUN)
    public CompletionStage<Response> result(
            @PathParam("instanceId") UUID instanceId,
            @QueryParam("wait") @DefaultValue("0s") Wait wait,
            @Context SecurityContext security) {
        return waits.quotas()
                .held(
                        Caller.of(security),
                        Place.API,
                        wait.duration(),
                        () -> answers.when(
                                waits.drain()
                                        .held(
                                                workflows.awaitResult(instanceId, wait.duration()),
                                                () -> workflows.getWorkflow(instanceId)),
                                InstanceResource::result));
    }

    private static Response result(WorkflowInstance instance) {
        return instance.state().isAtRest()
                ? Answers.ok(Answer.Result.of(instance))
                : Response.accepted(new Answer.Pending(instance.state())).build();
    }

    @GET
    @Path("{instanceId}/events")
    @Requires(role = Role.READER, on = On.RUN)
    public Response events(
            @PathParam("instanceId") UUID instanceId,
            @QueryParam("after") @DefaultValue("0") SequenceNumber after,
            @QueryParam("limit") @DefaultValue("200") Limit limit,
            @Context SecurityContext security) {
        Discretion discretion = Discretion.towards(Caller.of(security), instanceId, whereabouts);
        return Answers.page(
                limit,
                workflows.getHistory(instanceId, after.value(), limit.value()).map(discretion::shown));
    }

    @GET
    @Path("{instanceId}/tasks")
    @Requires(role = Role.READER, on = On.RUN)
    public Response tasks(
            @PathParam("instanceId") UUID instanceId,
            @QueryParam("limit") @DefaultValue("200") Limit limit,
            @QueryParam("cursor") @Nullable PageCursor cursor,
            @Context SecurityContext security) {
        Discretion discretion = Discretion.towards(Caller.of(security), instanceId, whereabouts);
        return Answers.page(
                limit, cursor, query -> workflows.getTasks(instanceId, query).map(discretion::shown));
    }

    @GET
    @Path("{instanceId}/logs")
    @Requires(role = Role.READER, on = On.RUN)
    public Response logs(
            @PathParam("instanceId") UUID instanceId,
            @QueryParam("limit") @DefaultValue("200") Limit limit,
            @QueryParam("cursor") @Nullable PageCursor cursor) {
        return Answers.page(limit, cursor, query -> workflows.getLog(instanceId, query));
    }

    @GET
    @Path("{instanceId}/explain")
    @Requires(role = Role.READER, on = On.RUN)
    public Response explain(@PathParam("instanceId") UUID instanceId, @Context SecurityContext security) {
        Discretion discretion = Discretion.towards(Caller.of(security), instanceId, whereabouts);
        Explanation explanation = discretion.shown(explanations.completed(workflows.explainWorkflow(instanceId)));
        return Answers.ok(new IncidentAnswer.Explained(
                explanation, incidents.openOf(instanceId), explanations.traces().linkTo(explanation)));
    }
}
