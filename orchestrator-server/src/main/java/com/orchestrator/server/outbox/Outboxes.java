package com.orchestrator.server.outbox;

import com.orchestrator.api.fleet.OutboxState;
import com.orchestrator.api.fleet.OutboxStatus;
import com.orchestrator.outbox.relay.Backlog;
import com.orchestrator.outbox.relay.OutboxRelay;
import com.orchestrator.outbox.relay.RelayBuilder;
import com.orchestrator.outbox.relay.RelayFigures;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The relays of this server, one for each schema, of which that of one server works. What stands in the outboxes is counted by one thread now
 * and then, so that nobody who asks waits for a database.
 */
public final class Outboxes implements AutoCloseable {

    private static final double MILLIS = 1_000;

    /** Looking again may take this part of the time. */
    private static final int SHARE = 10;

    private static final Duration LOOK = Duration.ofSeconds(5);

    private final List<Watched> all;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread watch = new Thread(this::watch, "orchestrator-outbox-backlog");

    private Outboxes(List<Watched> all) {
        this.all = all;
    }

    /** Of a server that relays nothing. */
    public static Outboxes none() {
        return new Outboxes(List.of());
    }

    /**
     * Begins to hand over, when there is anything.
     *
     * @param relay of one schema, still to be started
     * @param to where its messages go
     */
    public static Outboxes open(
            List<OutboxSchema> schemas,
            Function<OutboxSchema, RelayBuilder> relay,
            Function<OutboxSchema, EngineDestination> to) {
        Outboxes outboxes = new Outboxes(schemas.stream()
                .map(schema -> new Watched(schema, relay.apply(schema).to(to.apply(schema))))
                .toList());
        if (!schemas.isEmpty()) {
            outboxes.watch.setDaemon(true);
            outboxes.watch.start();
        }
        return outboxes;
    }

    /** In the order of the settings. Asks no database. */
    public List<OutboxStatus> all() {
        return all.stream().map(Watched::status).toList();
    }

    private void watch() {
        try {
            Duration rest;
            do {
                long begin = System.nanoTime();
                all.forEach(Watched::look);
                Duration took = Duration.ofNanos(System.nanoTime() - begin).multipliedBy(SHARE);
                rest = took.compareTo(LOOK) > 0 ? took : LOOK;
            } while (!closing.await(rest.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closing.countDown();
        all.parallelStream().forEach(one -> one.relay.close());
    }

    /** One outbox, and what was seen of it. */
    private static final class Watched {

        private final OutboxSchema schema;
        private final OutboxRelay relay;
        private volatile @Nullable Backlog backlog;

        Watched(OutboxSchema schema, OutboxRelay relay) {
            this.schema = schema;
            this.relay = relay;
        }

        /** What cannot be seen is not known; why, the relay says. */
        void look() {
            try {
                backlog = relay.figures().state() == OutboxState.MISSING ? null : relay.backlog();
            } catch (SQLException | RuntimeException e) {
                backlog = null;
            }
        }

        OutboxStatus status() {
            RelayFigures figures = relay.figures();
            Backlog seen = backlog;
            return new OutboxStatus(
                    schema.name(),
                    schema.namespace().orElse(null),
                    figures.state(),
                    seen == null
                            ? null
                            : new OutboxStatus.Backlog(
                                    seen.waiting(),
                                    seen.refused(),
                                    seen.oldest().toMillis() / MILLIS),
                    figures.handedOver(),
                    figures.putOff(),
                    figures.lastFault().isEmpty() ? null : figures.lastFault());
        }
    }
}
