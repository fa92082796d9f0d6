package com.orchestrator.server.projection;

import com.orchestrator.engine.service.FeedService;
import com.orchestrator.projections.Projections;
import com.orchestrator.projections.RefusedException;
import com.orchestrator.projections.desk.Desk;
import com.orchestrator.projections.store.Tables;
import com.orchestrator.projections.tables.Adapter;
import com.orchestrator.projections.tables.Migration;
import com.orchestrator.projections.tables.TableNames;
import com.orchestrator.projections.worker.Running;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The projection that servers run by themselves, together, in the database of the engine and a schema of its own, which no application's
 * projections share. Its tables are made when they are missing; a database that is not there is waited for.
 */
public final class OwnProjection implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OwnProjection.class);
    private static final TableNames NAMES = TableNames.DEFAULT.withSchema("orchestrator_outcomes");
    private static final String READ_MODEL = NAMES.schema() + ".run_outcomes";

    /** Rises when {@link RunOutcomes} counts otherwise. */
    private static final long GENERATION = 1;

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(10);

    private final DataSource database;
    private final FeedEvents events;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread starter = new Thread(this::startSometime, "orchestrator-outcomes");
    private @Nullable Running worker;

    private OwnProjection(DataSource database, FeedService feed) {
        this.database = database;
        this.events = new FeedEvents(feed, RunOutcomes.TYPES, InstantSource.system());
    }

    /**
     * What servers tell where this one runs.
     *
     * @param database of the engine
     * @param others that run elsewhere, which are told of first
     */
    public static ProjectionService besides(TableProjections.Place others, DataSource database) {
        Desk desk = new Desk(Tables.of(database, Adapter.POSTGRES, NAMES));
        var own = new TableProjections.Place(desk, "the schema " + NAMES.schema() + " of the server's database");
        return new TableProjections(List.of(others, own), (namespace, workflow, query) -> {
            try (Connection connection = database.getConnection()) {
                return readModel().list(connection, namespace, workflow, query);
            }
        });
    }

    private static OutcomeTable readModel() {
        return new OutcomeTable(READ_MODEL);
    }

    /** Returns at once. */
    public static OwnProjection start(DataSource database, FeedService feed) {
        OwnProjection own = new OwnProjection(database, feed);
        own.starter.setDaemon(true);
        own.starter.start();
        return own;
    }

    private void startSometime() {
        try {
            do {
                worker = startNow();
            } while (worker == null && !closing.await(AFTER_FAILURE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private @Nullable Running startNow() {
        try {
            makeTables();
            return Projections.on(database)
                    .source(events)
                    .projection(new RunOutcomes(readModel()))
                    .tables(NAMES)
                    .generation(GENERATION)
                    .poll(POLL)
                    .build()
                    .start();
        } catch (SQLException | RefusedException e) {
            LOG.warn("Outcomes of runs are not counted for now: {}", e.toString());
            return null;
        }
    }

    private void makeTables() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(new Migration(Adapter.POSTGRES, NAMES).sql());
            statement.execute(readModel().migration());
        }
    }

    @Override
    public void close() {
        closing.countDown();
        events.close();
        try {
            starter.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (worker != null) {
            worker.close();
        }
    }
}
