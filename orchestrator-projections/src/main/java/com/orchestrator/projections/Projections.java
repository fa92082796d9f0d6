package com.orchestrator.projections;

import com.orchestrator.projections.desk.Desk;
import com.orchestrator.projections.store.Tables;
import com.orchestrator.projections.tables.Adapter;
import com.orchestrator.projections.tables.TableNames;
import com.orchestrator.projections.worker.Plan;
import com.orchestrator.projections.worker.Running;
import com.orchestrator.projections.worker.Settings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * Runs projections, together with all other workers that run the same ones on the same tables.
 *
 * <pre>{@code
 * Projections projections = Projections.on(database)
 *         .source(EventTable.of(database, "events").build())
 *         .projection(new UserReadModel())
 *         .generation(7)
 *         .build();
 * Running worker = projections.start();
 * }</pre>
 */
public final class Projections {

    private final Plan plan;
    private final Tables tables;
    private final Settings settings;

    private Projections(Builder builder, EventSource source, Adapter adapter) {
        this.plan = new Plan(source, builder.projections);
        this.tables = Tables.of(builder.database, adapter, builder.names);
        this.settings = new Settings(
                builder.generation,
                builder.strategy,
                builder.heartbeat,
                builder.stale,
                builder.poll,
                builder.batch,
                builder.retry);
    }

    /**
     * @param database of the read models, with the tables of the migration. Each shard that runs uses a connection, and so does the
     *     heartbeat
     */
    public static Builder on(DataSource database) {
        return new Builder(database);
    }

    /** Starts a worker of these projections; refused when a newer generation is there already. */
    public Running start() throws SQLException {
        return Running.start(plan, tables, settings, Projections::workerId);
    }

    private static String workerId() {
        byte[] bits = new byte[16];
        new SecureRandom().nextBytes(bits);
        ByteBuffer random = ByteBuffer.wrap(bits);
        return host() + "-" + new UUID(random.getLong(), random.getLong());
    }

    private static String host() {
        try {
            String name = InetAddress.getLocalHost().getHostName();
            return name.substring(0, Math.min(150, name.length()));
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    /** What people see of these projections, and do about them. */
    public Desk desk() {
        return new Desk(tables);
    }

    /** What is to be run, and how. */
    public static final class Builder {

        private final DataSource database;
        private final List<Projection> projections = new ArrayList<>();
        private final List<EventSource> sources = new ArrayList<>();
        private TableNames names = TableNames.DEFAULT;
        private long generation = 1;
        private Strategy strategy = Strategy.RECREATE;
        private Duration heartbeat = Duration.ofSeconds(5);
        private Duration stale = Duration.ofSeconds(30);
        private Duration poll = Duration.ofMillis(200);
        private Duration retry = Duration.ofSeconds(1);
        private int batch = 1000;

        private Builder(DataSource database) {
            this.database = database;
        }

        /** Where events come from; of all projections here. */
        public Builder source(EventSource from) {
            sources.add(from);
            return this;
        }

        public Builder projection(Projection projection) {
            projections.add(projection);
            return this;
        }

        /** What the tables are called, if not as the migration calls them by default. */
        public Builder tables(TableNames called) {
            this.names = called;
            return this;
        }

        /** Rises with each release of the application, from 1 on; the same for all workers of a release. */
        public Builder generation(long number) {
            this.generation = number;
            return this;
        }

        public Builder strategy(Strategy chosen) {
            this.strategy = chosen;
            return this;
        }

        /** 5 s by default. */
        public Builder heartbeat(Duration every) {
            this.heartbeat = every;
            return this;
        }

        /** After how long without a heartbeat a worker counts as dead; 30 s by default. */
        public Builder staleAfter(Duration threshold) {
            this.stale = threshold;
            return this;
        }

        /** How often new events are looked for when there are none; 200 ms by default. */
        public Builder poll(Duration every) {
            this.poll = every;
            return this;
        }

        /** How long an event that failed rests before it is tried again, doubled each time up to a minute; 1 s by default. */
        public Builder retryAfter(Duration pause) {
            this.retry = pause;
            return this;
        }

        /** How many events are looked at together at most; 1,000 by default. */
        public Builder batch(int events) {
            this.batch = events;
            return this;
        }

        /** Refused, with the reason, when something cannot be as it is said, or a table is not there. */
        public Projections build() throws SQLException {
            if (sources.size() != 1) {
                throw new RefusedException("SOURCE_MISSING", "One source of events is needed, not " + sources.size());
            }
            Adapter adapter = adapter();
            Projections built = new Projections(this, sources.get(0), adapter);
            sources.get(0).check();
            built.checkTables();
            return built;
        }

        private Adapter adapter() throws SQLException {
            try (Connection connection = database.getConnection()) {
                return Adapter.of(connection);
            }
        }
    }

    private void checkTables() {
        try {
            tables.transactions().run(connection -> {
                tables.generation().read(connection);
                tables.workers().all(connection);
                tables.shards().of(connection, "");
                return tables.deadLetters().all(connection, "");
            });
        } catch (SQLException e) {
            throw new RefusedException(
                    "TABLES_MISSING",
                    "The tables of projections cannot be read: " + e.getMessage()
                            + "; make them with ./orchestrator db generate, or say tables(...) if they have other names");
        }
    }
}
