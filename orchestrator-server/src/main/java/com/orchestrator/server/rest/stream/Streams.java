package com.orchestrator.server.rest.stream;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.server.auth.AccessFeature;
import com.orchestrator.server.auth.Caller;
import com.orchestrator.server.auth.Place;
import com.orchestrator.server.quota.Quotas;
import com.orchestrator.server.rest.Backlog;
import com.orchestrator.server.rest.Drain;
import com.orchestrator.server.rest.Veil;
import com.orchestrator.server.rest.json.Json;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.glassfish.jersey.server.ChunkedOutput;
import org.jspecify.annotations.Nullable;

/** All who listen to this server. When it begins to drain they are let go, and come again to another one. */
public final class Streams {

    public static final String EVENT_STREAM = "text/event-stream";

    static final int OPEN_MAX = 5_000;

    private final Json json;
    private final Veil veil;
    private final Executor executor;
    private final Drain drain;
    private final Quotas quotas;
    private final Set<OpenStream> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger count = new AtomicInteger();

    public Streams(Json json, Veil veil, Executor executor, Drain drain, Quotas quotas) {
        this.json = json;
        this.veil = veil;
        this.executor = executor;
        this.drain = drain;
        this.quotas = quotas;
        drain.whenBegun(() -> open.forEach(OpenStream::end));
    }

    /** Those who listen now. */
    public int count() {
        return count.get();
    }

    /**
     * Begins to tell.
     *
     * @throws OrchestratorException {@code TOO_MANY_REQUESTS} when too many listen, {@code QUOTA_EXCEEDED} when too many of this caller
     *     do, {@code UNAVAILABLE} when the server is about to stop
     */
    Response open(ContainerRequestContext request, Source source) {
        Backlog backlog = Backlog.of(request);
        if (backlog.isGone()) {
            return answer(null);
        }
        if (drain.hasBegun()) {
            throw new OrchestratorException(ErrorCode.UNAVAILABLE, "This server is about to stop: ask again");
        }
        Caller caller = Caller.of(request.getSecurityContext());
        Runnable over = quotas.hold(caller, Place.API);
        if (count.incrementAndGet() > OPEN_MAX) {
            count.decrementAndGet();
            over.run();
            throw new OrchestratorException(
                    ErrorCode.TOO_MANY_REQUESTS, "There are " + OPEN_MAX + " open streams already");
        }
        ChunkedOutput<byte[]> output = new ChunkedOutput<>(byte[].class);
        OpenStream[] self = new OpenStream[1];
        Source guarded = new GuardedSource(source, AccessFeature.stillKnown(request), veil, caller, executor);
        OpenStream stream = new OpenStream(output, backlog, guarded, json, executor, () -> {
            count.decrementAndGet();
            over.run();
            open.remove(self[0]);
        });
        self[0] = stream;
        open.add(stream);
        stream.begin();
        return answer(output);
    }

    /** @param output null when only the head of the answer is wanted */
    private static Response answer(@Nullable ChunkedOutput<byte[]> output) {
        return Response.ok(output, EVENT_STREAM)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header("X-Accel-Buffering", "no")
                .build();
    }
}
