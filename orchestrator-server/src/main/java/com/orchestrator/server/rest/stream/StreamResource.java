package com.orchestrator.server.rest.stream;

import com.orchestrator.api.model.HistoryEntry;
import com.orchestrator.engine.service.FeedEntry;
import com.orchestrator.engine.service.FeedPosition;
import com.orchestrator.engine.service.FeedQuery;
import com.orchestrator.engine.service.FeedService;
import com.orchestrator.engine.service.FeedService.FeedSlice;
import com.orchestrator.server.auth.Caller;
import com.orchestrator.server.auth.On;
import com.orchestrator.server.auth.Requires;
import com.orchestrator.server.auth.Role;
import com.orchestrator.server.rest.Answers;
import com.orchestrator.server.rest.Discretion;
import com.orchestrator.server.rest.json.Refusals;
import com.orchestrator.server.rest.json.Suggestion;
import com.orchestrator.server.rest.param.Names;
import com.orchestrator.server.rest.param.Text;
import com.orchestrator.server.rest.stream.Source.Piece;
import com.orchestrator.server.rest.stream.Source.Sent;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What happens to all runs. */
@Path("api/v1/stream")
@Produces(Streams.EVENT_STREAM)
public final class StreamResource {

    /** A listener hears something at least this often. */
    static final Duration PING = Duration.ofSeconds(15);

    static final int PIECE = 200;

    private final FeedService feed;
    private final Streams streams;
    private final Answers answers;

    public StreamResource(FeedService feed, Streams streams, Answers answers) {
        this.feed = feed;
        this.streams = streams;
        this.answers = answers;
    }

    /** From now on, or from a position on; {@code after=0} is as far back as the feed is kept. */
    @GET
    @Requires(role = Role.READER, on = On.VISIBLE)
    public CompletionStage<Response> stream(
            @QueryParam("namespace") @Nullable Text namespace,
            @QueryParam("workflow") @Nullable Text workflow,
            @QueryParam("type") @Nullable Names types,
            @QueryParam("after") @Nullable Text after,
            @HeaderParam("Last-Event-ID") @Nullable Text lastEventId,
            @Context ContainerRequestContext request) {
        String only = Caller.of(request.getSecurityContext()).narrowed(Text.value(namespace));
        Text from = lastEventId == null ? after : lastEventId;
        FeedQuery query = new FeedQuery(
                only,
                Text.value(workflow),
                types(types),
                from == null ? feed.end() : FeedPosition.parse(from.value()),
                PIECE,
                Duration.ZERO);
        Caller caller = Caller.of(request.getSecurityContext());
        return answers.when(feed.next(query), first -> streams.open(request, new All(query, first, caller)));
    }

    private Set<String> types(@Nullable Names names) {
        Set<String> wanted = Names.values(names);
        Set<String> known = feed.types();
        wanted.stream().filter(name -> !known.contains(name)).findFirst().ifPresent(name -> {
            throw Refusals.invalid(
                    "/type",
                    "'" + name + "' is no type of event",
                    Suggestion.hint(name, List.copyOf(known))
                            .orElse("types are written as histories show them, such as TASK_COMPLETED"));
        });
        return wanted;
    }

    private final class All implements Source {

        private final Caller caller;
        private final FeedQuery query;
        private final FeedPosition begin;
        private volatile @Nullable FeedSlice first;
        private volatile FeedPosition position;

        All(FeedQuery query, FeedSlice first, Caller caller) {
            this.caller = caller;
            this.query = query.within(PING);
            this.begin = Objects.requireNonNull(query.after());
            this.first = first;
            this.position = first.position();
        }

        @Override
        public String position() {
            return begin.toString();
        }

        @Override
        public CompletableFuture<Piece> next() {
            FeedSlice known = first;
            first = null;
            return known == null || known.entries().isEmpty()
                    ? feed.next(query.after(position)).thenApply(this::piece)
                    : CompletableFuture.completedFuture(piece(known));
        }

        private Piece piece(FeedSlice slice) {
            position = slice.position();
            return new Piece(
                    slice.entries().stream().map(this::sent).toList(),
                    slice.position().toString());
        }

        private Sent sent(FeedEntry entry) {
            CloudEvent.Run run =
                    new CloudEvent.Run(entry.instanceId(), entry.namespace(), entry.workflow(), entry.runId());
            HistoryEntry shown = Discretion.towards(caller, entry.namespace()).shown(entry.event());
            return new Sent(entry.position().toString(), shown.type(), CloudEvent.of(run, shown));
        }
    }
}
