package com.orchestrator.projections.history;

import com.orchestrator.projections.Event;
import com.orchestrator.projections.EventSource;
import com.orchestrator.projections.history.RunEvents.Run;
import com.orchestrator.worker.OrchestratorClient;
import com.orchestrator.worker.StreamedEvent;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The histories of all runs of the engine, read from the feed of a server ({@link RunEvents}). The server keeps the feed for seven days; who is
 * behind that stands still with {@code FEED_TRIMMED}. Each thread that reads has a stream of its own.
 */
public final class RunHistory implements EventSource, AutoCloseable {

    private final OrchestratorClient client;
    private final InstantSource clock;
    private final Map<Thread, Tap> taps = new ConcurrentHashMap<>();

    private RunHistory(OrchestratorClient client, InstantSource clock) {
        this.client = client;
        this.clock = clock;
    }

    public static RunHistory of(OrchestratorClient client) {
        return new RunHistory(client, InstantSource.system());
    }

    @Override
    public Page read(@Nullable String after, int limit, Interest interest) throws SQLException {
        Tap tap = tap(after);
        try {
            List<StreamedEvent> told = tap.take(limit);
            String last = told.isEmpty() ? null : told.get(told.size() - 1).position();
            List<Event> wanted = told.stream()
                    .filter(event -> isAmong(interest.contexts(), event.namespace())
                            && isAmong(interest.aggregateTypes(), event.workflow()))
                    .map(RunHistory::event)
                    .toList();
            return new Page(wanted, last, told.size());
        } catch (SQLException ended) {
            close(Thread.currentThread());
            throw ended;
        }
    }

    /** The stream of this thread, which may have been at another place: a shard was lost, or a batch was undone. */
    private Tap tap(@Nullable String after) {
        Thread reader = Thread.currentThread();
        Tap open = taps.get(reader);
        if (open != null && open.isAt(after)) {
            return open;
        }
        close(reader);
        taps.keySet().stream().filter(thread -> !thread.isAlive()).forEach(this::close);
        Tap fresh = new Tap(client.stream(), after);
        taps.put(reader, fresh);
        return fresh;
    }

    private void close(Thread reader) {
        Tap open = taps.remove(reader);
        if (open != null) {
            open.close();
        }
    }

    private static boolean isAmong(Set<String> wanted, String value) {
        return wanted.isEmpty() || wanted.contains(value);
    }

    private static Event event(StreamedEvent told) {
        return RunEvents.event(
                new Run(told.instanceId(), told.namespace(), told.workflow(), told.runId()),
                told.position(),
                told.event());
    }

    /** Of what the server has told and this thread has not read yet. */
    @Override
    public Lag lag(@Nullable String after, Interest interest, int countedMax) {
        Tap tap = taps.get(Thread.currentThread());
        if (tap == null || !tap.isAt(after)) {
            return new Lag(0, true, null);
        }
        Instant oldest = tap.oldest();
        Double seconds = oldest == null
                ? null
                : Math.max(0, Duration.between(oldest, clock.instant()).toMillis() / 1e3);
        return new Lag(tap.waiting(), tap.isFull(), seconds);
    }

    @Override
    public int compare(@Nullable String one, @Nullable String other) {
        return FeedPlace.of(one).compareTo(FeedPlace.of(other));
    }

    /** A server that is not there is waited for. */
    @Override
    public void check() {}

    /** Ends all streams; who reads afterwards opens another. */
    @Override
    public void close() {
        taps.keySet().forEach(this::close);
    }
}
