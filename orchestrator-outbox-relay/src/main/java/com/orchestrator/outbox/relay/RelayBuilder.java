package com.orchestrator.outbox.relay;

import com.orchestrator.api.model.TimeRange;
import java.time.Duration;
import javax.sql.DataSource;

/** Puts a relay together. */
public final class RelayBuilder {

    private static final int BATCH = 100;

    private final DataSource database;
    private String schema = "";
    private String name = "";
    private int concurrency = 8;
    private Duration idleWait = Duration.ofSeconds(1);
    private Duration lease = Duration.ofSeconds(15);
    private Duration patience = Duration.ofDays(1);
    private int payloadMax = Integer.MAX_VALUE;

    RelayBuilder(DataSource database) {
        this.database = database;
    }

    /** The schema of the outbox; found by the search path of the connections when not called. */
    public RelayBuilder schema(String schema) {
        this.schema = Outbox.checked(schema);
        return this;
    }

    /** What its process is called where the lease says who has it; nothing but a random id when not called. */
    public RelayBuilder name(String process) {
        name = process;
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

    /** Bytes that a payload may have, labels included; what is larger is refused without being read. No bound when not called. */
    public RelayBuilder payloadMax(int bytes) {
        payloadMax = bytes;
        return this;
    }

    /** Begins to hand over, on threads of its own. A relay that is not closed goes on. */
    public OutboxRelay to(Destination destination) {
        RelaySettings settings = new RelaySettings(BATCH, concurrency, idleWait, lease, patience);
        return new OutboxRelay(database, new OutboxTable(schema, payloadMax), destination, settings, name).start();
    }
}
