package com.orchestrator.server.rest.stream;

import com.orchestrator.api.model.HistoryEntry;
import com.orchestrator.api.model.WorkflowInstance;
import com.orchestrator.engine.service.FeedService;
import com.orchestrator.engine.service.WorkflowService;
import com.orchestrator.server.auth.Caller;
import com.orchestrator.server.auth.On;
import com.orchestrator.server.auth.Requires;
import com.orchestrator.server.auth.Role;
import com.orchestrator.server.rest.Discretion;
import com.orchestrator.server.rest.param.SequenceNumber;
import com.orchestrator.server.rest.stream.Source.Piece;
import com.orchestrator.server.rest.stream.Source.Sent;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What happens to one run, from its first event on or from any other. */
@Path("api/v1/instances/{instanceId}/events/stream")
@Produces(Streams.EVENT_STREAM)
public final class RunStreamResource {

    private final WorkflowService workflows;
    private final FeedService feed;
    private final Streams streams;

    public RunStreamResource(WorkflowService workflows, FeedService feed, Streams streams) {
        this.workflows = workflows;
        this.feed = feed;
        this.streams = streams;
    }

    /** A position is a sequence number. */
    @GET
    @Requires(role = Role.READER, on = On.RUN)
    public Response stream(
            @PathParam("instanceId") UUID instanceId,
            @QueryParam("after") @DefaultValue("0") SequenceNumber after,
            @HeaderParam("Last-Event-ID") @Nullable SequenceNumber lastEventId,
            @Context ContainerRequestContext request) {
        WorkflowInstance run = workflows.getWorkflow(instanceId);
        long from = lastEventId == null ? after.value() : lastEventId.value();
        return streams.open(
                request,
                new One(
                        new CloudEvent.Run(instanceId, run.namespace(), run.workflow(), run.runId()),
                        new AtomicLong(from),
                        Discretion.towards(Caller.of(request.getSecurityContext()), run.namespace())));
    }

    private final class One implements Source {

        private final CloudEvent.Run run;
        private final AtomicLong position;
        private final Discretion discretion;

        One(CloudEvent.Run run, AtomicLong position, Discretion discretion) {
            this.discretion = discretion;
            this.run = run;
            this.position = position;
        }

        @Override
        public String position() {
            return String.valueOf(position);
        }

        @Override
        public CompletableFuture<Piece> next() {
            return feed.nextOf(run.instanceId(), position.get(), StreamResource.PIECE, StreamResource.PING)
                    .thenApply(this::piece);
        }

        private Piece piece(List<HistoryEntry> events) {
            events.forEach(event -> position.set(event.sequenceNumber()));
            return new Piece(
                    events.stream()
                            .map(event -> new Sent(
                                    String.valueOf(event.sequenceNumber()),
                                    event.type(),
                                    CloudEvent.of(run, discretion.shown(event))))
                            .toList(),
                    String.valueOf(position));
        }
    }
}
