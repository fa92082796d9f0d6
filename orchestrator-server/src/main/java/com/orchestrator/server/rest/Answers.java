package com.orchestrator.server.rest;

import com.orchestrator.api.model.Page;
import com.orchestrator.api.model.WorkflowInstance;
import com.orchestrator.engine.service.LimitService.Applied;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.server.rest.param.Limit;
import com.orchestrator.server.rest.param.PageCursor;
import com.orchestrator.server.rest.param.Wait;
import com.orchestrator.server.rest.wire.Answer;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Results of the engine to HTTP answers. A held request is a future and costs no thread. An answer is printed and sent by
 * the given executor, never by the engine's thread that completed the future: a slow client must not slow down a lane.
 */
public final class Answers {

    /** Longer than any wait a caller can wish for: only a stuck engine meets it. */
    private static final Duration HELD_MAX = Wait.MAX.plusSeconds(30);

    private static final int PIECE = 1_000;

    private final Executor executor;

    public Answers(Executor executor) {
        this.executor = executor;
    }

    /** Answers when the future is done. */
    public <T> CompletionStage<Response> when(CompletableFuture<T> future, Function<? super T, Response> answer) {
        if (future.isDone()) {
            return future.thenApply(answer);
        }
        return future.whenCompleteAsync((value, fault) -> {}, executor)
                .orTimeout(HELD_MAX.toMillis(), TimeUnit.MILLISECONDS)
                .thenApply(answer);
    }

    /** What follows a future may read the database, so it must not run on the thread that completed it. */
    public <T, R> CompletableFuture<R> then(
            CompletableFuture<T> future, Function<? super T, CompletableFuture<R>> next) {
        return future.thenComposeAsync(next, executor);
    }

    /** Answers an operation on a run with the run as it is now. */
    public CompletionStage<Response> instance(CompletableFuture<WorkflowInstance> future) {
        return when(future, Answers::instance);
    }

    static Response instance(WorkflowInstance instance) {
        return Response.ok(instance)
                .header(HttpHeaders.ETAG, etag(instance.sequenceNumber()))
                .build();
    }

    static Response ok(Record body) {
        return Response.ok(body).build();
    }

    /** Something with a version, which a change of it can be held to. */
    static Response versioned(Record body, long version) {
        return Response.ok(body).header(HttpHeaders.ETAG, etag(version)).build();
    }

    /** What has been set: 201 when nothing was set before. */
    static Response set(Applied<? extends Record> applied, long version) {
        return Response.status(applied.created() ? 201 : 200)
                .entity(applied.status())
                .header(HttpHeaders.ETAG, etag(version))
                .build();
    }

    /** One page of a list that goes by a cursor. */
    static Response page(Limit limit, @Nullable PageCursor cursor, Function<ListQuery, ? extends Page<?>> list) {
        return page(limit, list.apply(new ListQuery(limit.value(), PageCursor.value(cursor))));
    }

    public static Response page(Limit limit, Page<?> page) {
        return ok(Answer.PageOf.of(page, limit.value()));
    }

    /**
     * One page of a whole list that goes by name.
     *
     * @param all in order
     * @param name of each, which is where the next page begins behind
     */
    static <T> Response pageByName(
            Limit limit, @Nullable PageCursor cursor, Stream<T> all, Function<? super T, String> name) {
        String after = PageCursor.value(cursor);
        List<T> found = all.filter(one -> after == null || name.apply(one).compareTo(after) > 0)
                .limit(limit.value() + 1L)
                .toList();
        boolean isAll = found.size() <= limit.value();
        List<T> shown = isAll ? found : found.subList(0, limit.value());
        return page(limit, new Page<>(shown, isAll ? null : name.apply(shown.get(shown.size() - 1))));
    }

    /** Those of a whole list that a caller may see, on one page: how it goes on would name what he may not. */
    static <T> Response visible(Function<ListQuery, Page<T>> list, Predicate<T> isVisible) {
        return page(new Limit(PIECE), new Page<>(visibleOf(list, isVisible), null));
    }

    /** The same as they are. */
    static <T> List<T> visibleOf(Function<ListQuery, Page<T>> list, Predicate<T> isVisible) {
        List<T> visible = new ArrayList<>();
        String cursor = null;
        do {
            Page<T> page = list.apply(new ListQuery(PIECE, cursor));
            page.items().stream().filter(isVisible).forEach(visible::add);
            cursor = page.next();
        } while (cursor != null);
        return visible;
    }

    static String etag(long sequenceNumber) {
        return "\"" + sequenceNumber + "\"";
    }
}
