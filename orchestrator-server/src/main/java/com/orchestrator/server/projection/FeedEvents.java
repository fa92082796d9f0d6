package com.orchestrator.server.projection;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.engine.service.FeedEntry;
import com.orchestrator.engine.service.FeedPosition;
import com.orchestrator.engine.service.FeedQuery;
import com.orchestrator.engine.service.FeedService;
import com.orchestrator.engine.service.FeedService.FeedSlice;
import com.orchestrator.projections.Event;
import com.orchestrator.projections.EventSource;
import com.orchestrator.projections.history.RunEvents;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What runs do, from the feed of the engine in this process. A look at a feed in which nothing happens waits, so that nobody asks all the
 * time. What the feed has forgotten is passed over, and the log says so.
 */
final class FeedEvents implements EventSource, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FeedEvents.class);
    private static final Duration WAIT = Duration.ofSeconds(5);
    private static final Duration PATIENCE = WAIT.plusSeconds(30);
    private static final int COUNTED_MAX = 2_000;
    private static final double MILLIS = 1e3;

    private final FeedService feed;
    private final Set<String> types;
    private final InstantSource clock;
    private final CompletableFuture<FeedSlice> closed = new CompletableFuture<>();

    /** @param types only events of these are told */
    FeedEvents(FeedService feed, Set<String> types, InstantSource clock) {
        this.feed = feed;
        this.types = Set.copyOf(types);
        this.clock = clock;
    }

    @Override
    public Page read(@Nullable String after, int limit, Interest interest) throws SQLException {
        List<FeedEntry> seen = new ArrayList<>();
        FeedPosition place = place(after);
        FeedSlice slice = next(place, limit, WAIT);
        while (!slice.entries().isEmpty()) {
            seen.addAll(slice.entries());
            place = slice.position();
            if (seen.size() >= limit) {
                break;
            }
            slice = next(place, limit - seen.size(), Duration.ZERO);
        }
        return new Page(wanted(seen), seen.isEmpty() ? null : place.toString(), seen.size());
    }

    private List<Event> wanted(List<FeedEntry> entries) {
        return entries.stream().filter(this::isWanted).map(FeedEvents::event).toList();
    }

    private boolean isWanted(FeedEntry entry) {
        return types.contains(entry.event().type());
    }

    private static Event event(FeedEntry entry) {
        return RunEvents.event(
                new RunEvents.Run(entry.instanceId(), entry.namespace(), entry.workflow(), entry.runId()),
                entry.position().toString(),
                entry.event());
    }

    /** Without entries when nothing has come in that time, or this was closed. */
    private FeedSlice next(FeedPosition after, int limit, Duration wait) throws SQLException {
        try {
            return feed.next(new FeedQuery(null, null, Set.of(), after, limit, wait))
                    .applyToEither(closed, Function.identity())
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("Nobody waits for the feed any more", e);
        } catch (TimeoutException e) {
            throw new SQLException("The feed does not answer", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof OrchestratorException refusal
                    && refusal.code() == ErrorCode.FEED_TRIMMED
                    && !after.equals(FeedPosition.START)) {
                LOG.warn("{} It goes on from there, and what lies between is not counted.", refusal.getMessage());
                return next(FeedPosition.START, limit, wait);
            }
            throw new SQLException("The feed cannot be read: " + e.getCause(), e);
        }
    }

    /** Up to some two thousand events are looked at. */
    @Override
    public Lag lag(@Nullable String after, Interest interest, int countedMax) throws SQLException {
        long wanted = 0;
        int looked = 0;
        Instant oldest = null;
        FeedSlice slice = next(place(after), COUNTED_MAX, Duration.ZERO);
        while (!slice.entries().isEmpty() && looked < COUNTED_MAX) {
            looked += slice.entries().size();
            List<FeedEntry> more =
                    slice.entries().stream().filter(this::isWanted).toList();
            wanted += more.size();
            oldest = oldest == null && !more.isEmpty() ? more.get(0).event().at() : oldest;
            slice = next(slice.position(), COUNTED_MAX, Duration.ZERO);
        }
        return new Lag(wanted, looked >= COUNTED_MAX, oldest == null ? null : secondsSince(oldest));
    }

    private double secondsSince(Instant then) {
        return Math.max(0, Duration.between(then, clock.instant()).toMillis() / MILLIS);
    }

    @Override
    public int compare(@Nullable String one, @Nullable String other) {
        return place(one).compareTo(place(other));
    }

    private static FeedPosition place(@Nullable String position) {
        return position == null ? FeedPosition.START : FeedPosition.parse(position);
    }

    /** A database that is not there is waited for. */
    @Override
    public void check() {}

    /** Nobody who reads waits any more. */
    @Override
    public void close() {
        closed.complete(new FeedSlice(List.of(), FeedPosition.START));
    }
}
