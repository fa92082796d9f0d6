package com.orchestrator.server.projection;

import com.orchestrator.engine.service.FeedService;
import com.orchestrator.engine.service.WorkflowService;
import com.orchestrator.projections.Projection;
import com.orchestrator.projections.Projections;
import com.orchestrator.projections.RefusedException;
import com.orchestrator.projections.desk.Desk;
import com.orchestrator.projections.store.Tables;
import com.orchestrator.projections.tables.Adapter;
import com.orchestrator.projections.tables.Migration;
import com.orchestrator.projections.tables.TableNames;
import com.orchestrator.projections.worker.Running;
import com.orchestrator.server.trace.OtlpExporter;
import com.orchestrator.server.trace.OtlpTarget;
import com.orchestrator.server.trace.RunSpans;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A projection that servers run by themselves, together, in the database of the engine and a schema of its own, which no application's
 * projections share. Its tables are made when they are missing; a database that is not there is waited for.
 */
public final class OwnProjection implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OwnProjection.class);
    private static final TableNames OUTCOMES = TableNames.DEFAULT.withSchema("orchestrator_outcomes");
    private static final TableNames TRACES = TableNames.DEFAULT.withSchema("orchestrator_traces");
    private static final String READ_MODEL = OUTCOMES.schema() + ".run_outcomes";

    /** Rises when a projection works otherwise. */
    private static final long GENERATION = 1;

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(10);

    private final DataSource database;
    private final Kind kind;
    private final FeedEvents events;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread starter;
    private @Nullable Running worker;

    /**
     * What is made of events.
     *
     * @param names tables of its own, which no other projection shares
     * @param types events that it hears of
     * @param readModel makes the tables that it writes to; empty when it writes to none
     * @param fault what does not happen while it does not run
     * @param makesTables when they are not there; else somebody has made them before
     */
    private record Kind(
            TableNames names,
            Projection projection,
            Set<String> types,
            String readModel,
            String fault,
            boolean makesTables) {}

    private OwnProjection(DataSource database, FeedService feed, Kind kind) {
        this.database = database;
        this.kind = kind;
        this.events = new FeedEvents(feed, kind.types(), InstantSource.system());
        this.starter = new Thread(this::startSometime, kind.projection().name());
    }

    /**
     * What servers tell where these run.
     *
     * @param others that run elsewhere, which are told of first
     * @param outcomes connections of the one that counts outcomes; null when it does not run
     * @param traces connections of the one that sends traces; null when it does not run
     */
    public static ProjectionService besides(
            TableProjections.Place others, @Nullable DataSource outcomes, @Nullable DataSource traces) {
        List<TableProjections.Place> places = new ArrayList<>(List.of(others));
        if (outcomes != null) {
            places.add(place(outcomes, OUTCOMES));
        }
        if (traces != null) {
            places.add(place(traces, TRACES));
        }
        return outcomes == null
                ? new TableProjections(places)
                : new TableProjections(places, (namespace, workflow, query) -> {
                    try (Connection connection = outcomes.getConnection()) {
                        return readModel().list(connection, namespace, workflow, query);
                    }
                });
    }

    private static TableProjections.Place place(DataSource database, TableNames names) {
        return new TableProjections.Place(
                new Desk(Tables.of(database, Adapter.POSTGRES, names)),
                "the schema " + names.schema() + " of the server's database");
    }

    private static OutcomeTable readModel() {
        return new OutcomeTable(READ_MODEL);
    }

    /**
     * Counts how runs end. Returns at once.
     *
     * @param makesTables when they are not there; else {@link #makeOutcomes} has to have made them
     */
    public static OwnProjection outcomes(DataSource database, FeedService feed, boolean makesTables) {
        return new OwnProjection(
                        database,
                        feed,
                        new Kind(
                                OUTCOMES,
                                new RunOutcomes(readModel()),
                                RunOutcomes.TYPES,
                                readModel().migration(),
                                "Outcomes of runs are not counted",
                                makesTables))
                .start();
    }

    /**
     * Sends the traces of runs that have ended. Returns at once.
     *
     * @param makesTables when they are not there; else {@link #makeTraces} has to have made them
     */
    public static OwnProjection traces(
            DataSource database, FeedService feed, WorkflowService workflows, OtlpTarget target, boolean makesTables) {
        return new OwnProjection(
                        database,
                        feed,
                        new Kind(
                                TRACES,
                                new RunTraces(workflows, new OtlpExporter(target)),
                                RunSpans.ENDS,
                                "",
                                "Traces are not sent",
                                makesTables))
                .start();
    }

    private OwnProjection start() {
        starter.setDaemon(true);
        starter.start();
        return this;
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
            if (kind.makesTables()) {
                makeTables(database, kind.names(), kind.readModel());
            }
            return Projections.on(database)
                    .source(events)
                    .projection(kind.projection())
                    .tables(kind.names())
                    .generation(GENERATION)
                    .poll(POLL)
                    .build()
                    .start();
        } catch (SQLException | RefusedException e) {
            LOG.warn("{} for now: {}", kind.fault(), e.toString());
            return null;
        }
    }

    /** What counting outcomes works on; making it again does no harm. */
    public static void makeOutcomes(DataSource database) throws SQLException {
        makeTables(database, OUTCOMES, readModel().migration());
    }

    /** What sending traces works on; making it again does no harm. */
    public static void makeTraces(DataSource database) throws SQLException {
        makeTables(database, TRACES, "");
    }

    private static void makeTables(DataSource database, TableNames names, String readModel) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(new Migration(Adapter.POSTGRES, names).sql());
            if (!readModel.isEmpty()) {
                statement.execute(readModel);
            }
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
