package com.orchestrator.outbox;

import com.orchestrator.api.model.TimeRange;
import com.orchestrator.worker.OrchestratorClient;
import java.time.Duration;
import javax.sql.DataSource;

/** Puts a relay together. */
public final class RelayBuilder {

    private static final int BATCH = 100;

    private final DataSource database;
    private String prefix = "";
    private int concurrency = 8;
    private Duration idleWait = Duration.ofSeconds(1);
    private Duration lease = Duration.ofSeconds(15);
    private Duration patience = Duration.ofDays(1);

    RelayBuilder(DataSource database) {
        this.database = database;
    }

    /** The schema of the outbox; found by the search path of the connections when not called. */
    public RelayBuilder schema(String schema) {
        prefix = Outbox.prefix(schema);
        return this;
    }

    /** Runs that are handed over at once, 1 to 64; 8 when not called. */
    public RelayBuilder concurrency(int runs) {
        concurrency = runs;
        return this;
    }

    /** The longest pause between two looks at an outbox in which nothing waits; 1 s when not called. */
    public RelayBuilder idleWait(Duration wait) {
        idleWait = TimeRange.atMost(wait);
        return this;
    }

    /** How long a relay that is gone is waited for; 15 s when not called. */
    public RelayBuilder lease(Duration time) {
        lease = TimeRange.atMost(time);
        return this;
    }

    /** How long a message is put off, whose workflow or run is not there yet, before a person has to look at it; a day when not called. */
    public RelayBuilder patience(Duration time) {
        patience = TimeRange.atMost(time);
        return this;
    }

    /** Begins to hand over to this server, on threads of its own. */
    public OutboxRelay to(OrchestratorClient server) {
        return to(new ServerDestination(server));
    }

    OutboxRelay to(Destination destination) {
        RelaySettings settings = new RelaySettings(BATCH, concurrency, idleWait, lease, patience);
        return new OutboxRelay(database, new OutboxTable(prefix), destination, settings).start();
    }
}
