package com.orchestrator.server.rest;

import com.orchestrator.api.request.StartWorkflowRequest;
import com.orchestrator.engine.service.AwaitedStart;
import com.orchestrator.engine.service.StartedWorkflow;
import com.orchestrator.engine.service.WorkflowService;
import com.orchestrator.server.audit.Unaudited;
import com.orchestrator.server.auth.Caller;
import com.orchestrator.server.auth.On;
import com.orchestrator.server.auth.Place;
import com.orchestrator.server.auth.Requires;
import com.orchestrator.server.auth.Role;
import com.orchestrator.server.quota.Quotas;
import com.orchestrator.server.rest.param.Text;
import com.orchestrator.server.rest.param.Wait;
import com.orchestrator.server.rest.wire.Answer;
import com.orchestrator.server.rest.wire.StartBody;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Starts runs of one workflow. A class of its own because JAX-RS picks the class by the longest path first. */
@Path("api/v1/workflows/{namespace}/{workflow}/instances")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public final class StartResource {

    /** Header that says of which trace a start is part. */
    public static final String TRACEPARENT = "traceparent";

    private final WorkflowService workflows;
    private final Answers answers;
    private final Drain drain;
    private final Quotas quotas;

    public StartResource(WorkflowService workflows, Answers answers, Drain drain, Quotas quotas) {
        this.workflows = workflows;
        this.answers = answers;
        this.drain = drain;
        this.quotas = quotas;
    }

    @POST
    @Unaudited("work: the history of the run begins with it")
    @Requires(role = Role.OPERATOR, on = On.NAMESPACE)
    public CompletionStage<Response> start(
            @PathParam("namespace") Text namespace,
            @PathParam("workflow") Text workflow,
            @QueryParam("wait") @DefaultValue("0s") Wait wait,
            @HeaderParam(TRACEPARENT) @Nullable String traceparent,
            @Context SecurityContext security,
            StartBody body) {
        return start(Caller.of(security), namespace, workflow, wait, traceparent, body);
    }

    /** The same for whoever has found out by himself who calls. */
    public CompletionStage<Response> start(
            Caller caller, Text namespace, Text workflow, Wait wait, @Nullable String traceparent, StartBody body) {
        StartWorkflowRequest request =
                body.toRequest(namespace.value(), workflow.value()).within(traceparent);
        quotas.admit(namespace.value());
        return quotas.held(caller, Place.in(namespace.value()), wait.duration(), () -> start(request, wait));
    }

    private CompletionStage<Response> start(StartWorkflowRequest request, Wait wait) {
        return wait.isZero()
                ? answers.when(workflows.startWorkflow(request), StartResource::answer)
                : answers.when(
                        workflows.startAndAwait(request, wait.duration()).thenCompose(this::end), Function.identity());
    }

    private CompletableFuture<Response> end(AwaitedStart awaited) {
        StartedWorkflow start = awaited.start();
        return drain.held(awaited.end(), () -> workflows.getWorkflow(start.instanceId()))
                .thenApply(now -> answer(start, Answer.Started.of(start, now), now.sequenceNumber()));
    }

    static Response answer(StartedWorkflow start) {
        return answer(start, Answer.Started.of(start), start.sequenceNumber());
    }

    private static Response answer(StartedWorkflow start, Answer.Started body, long sequenceNumber) {
        return Response.status(start.deduplicated() ? 200 : 201)
                .header(HttpHeaders.LOCATION, Location.of(start))
                .header(HttpHeaders.ETAG, Answers.etag(sequenceNumber))
                .entity(body)
                .build();
    }
}
