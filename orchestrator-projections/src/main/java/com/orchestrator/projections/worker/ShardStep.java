package com.orchestrator.projections.worker;

import com.orchestrator.projections.Event;
import com.orchestrator.projections.EventSource;
import com.orchestrator.projections.Projection;
import com.orchestrator.projections.Rebuildable;
import com.orchestrator.projections.store.Shard;
import com.orchestrator.projections.store.Tables;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Works one batch of one shard in: handler and checkpoint in one transaction, or neither. */
final class ShardStep {

    /** What a shard does next. */
    enum Next {
        GO_ON,
        WAIT,
        /** It belongs to somebody else. */
        LOST
    }

    private final Projection projection;
    private final EventSource source;
    private final EventSource.Interest interest;
    private final Tables tables;
    private final Settings settings;
    private final Shard claimed;
    private final long fence;
    private final Handover handover;
    private final Letters letters;
    private final Rebuilds rebuilds;
    private final Meter meter;
    private @Nullable Shard seen;
    private boolean resting;
    private int limit;

    ShardStep(Projection projection, EventSource source, Tables tables, Settings settings, Shard claimed) {
        this.projection = projection;
        this.source = source;
        this.interest = new EventSource.Interest(projection.aggregateTypes(), projection.boundedContexts());
        this.tables = tables;
        this.settings = settings;
        this.claimed = claimed;
        this.fence = claimed.fence() + 1;
        this.handover = new Handover(projection, tables, settings.generation());
        this.letters = new Letters(handover, tables);
        this.rebuilds = new Rebuilds(projection, tables);
        this.meter = new Meter(source, interest, tables);
        this.limit = claimed.failures() > 0 ? 1 : settings.batch();
    }

    Next run() throws SQLException {
        Optional<Shard> row = look().filter(seen -> seen.fence() == fence);
        if (row.isEmpty()) {
            return Next.LOST;
        }
        Shard shard = row.get();
        seen = shard;
        if (shard.successor() != null) {
            release(shard);
            return Next.LOST;
        }
        meter.look(shard, resting);
        if (shard.wish().asked() != null) {
            rebuilds.answer(shard);
        }
        return shard.paused() ? Next.WAIT : goOn(shard);
    }

    private Next goOn(Shard shard) throws SQLException {
        if (shard.live() && shard.wish().letters() && !letters.run(shard)) {
            return Next.LOST;
        }
        if (shard.retryAt() > shard.now()) {
            return Next.WAIT;
        }
        EventSource.Page page = source.read(shard.position(), limit, interest);
        resting = page.last() == null;
        return page.last() == null ? rest(shard) : workIn(shard, page, page.last());
    }

    /** For people to read; the next look takes it back. */
    void cannot(Exception why) throws SQLException {
        if (seen != null) {
            meter.cannot(seen, why.toString());
        }
    }

    private Optional<Shard> look() throws SQLException {
        return tables.transactions()
                .run(connection ->
                        tables.shards().find(connection, projection.name(), claimed.build(), claimed.number()));
    }

    /** Lets go of the shard, if it is still this worker's. Only between two batches. */
    void release() throws SQLException {
        Optional<Shard> row = look().filter(seen -> seen.fence() == fence);
        if (row.isPresent()) {
            release(row.get());
        }
    }

    private void release(Shard shard) throws SQLException {
        tables.transactions().run(connection -> {
            tables.shards().release(connection, shard);
            return true;
        });
    }

    /** Nothing is to come: a build that is as far as the one that is read takes its place. */
    private Next rest(Shard shard) throws SQLException {
        if (!shard.live() && projection instanceof Rebuildable rebuilt) {
            new Swap(rebuilt, source, tables).attempt(shard.build());
        }
        return Next.WAIT;
    }

    private Next workIn(Shard shard, EventSource.Page page, String last) throws SQLException {
        List<Event> events = page.events().stream()
                .filter(event -> Shard.of(event.aggregateId(), shard.count()) == shard.number())
                .toList();
        try {
            if (!handle(shard, events, last)) {
                return Next.LOST;
            }
            boolean atHead = page.seen() < limit;
            limit = (int) Math.min(settings.batch(), limit * 2L);
            if (atHead) {
                meter.arrived();
                return rest(shard);
            }
            return Next.GO_ON;
        } catch (HandlerFailure failure) {
            return narrow(shard, page.seen(), events, failure);
        }
    }

    /** Half as many, until the event that fails is alone. */
    private Next narrow(Shard shard, int seen, List<Event> events, HandlerFailure failure) throws SQLException {
        if (seen > 1) {
            limit = seen / 2;
            return Next.GO_ON;
        }
        limit = 1;
        tables.transactions().run(connection -> {
            tables.shards()
                    .fail(connection, shard, events.get(0).id(), failure.text(), settings.pauseAfter(shard.failures()));
            return true;
        });
        return Next.WAIT;
    }

    private boolean handle(Shard shard, List<Event> events, String last) throws SQLException, HandlerFailure {
        List<Event> wanted = events.stream()
                .filter(event -> !event.id().equals(shard.skipEvent()))
                .toList();
        return handover.run(shard, wanted, connection -> {
            putAside(connection, shard, events);
            return tables.shards().checkpoint(connection, shard, last, wanted.size());
        });
    }

    private void putAside(Connection connection, Shard shard, List<Event> events) throws SQLException {
        for (Event event : events) {
            if (event.id().equals(shard.skipEvent())) {
                tables.deadLetters().put(connection, shard, event);
                tables.shards().skipped(connection, shard);
            }
        }
    }

    String name() {
        return projection.name() + "/" + claimed.build() + "/" + claimed.number();
    }
}
