package com.orchestrator.connectors.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.orchestrator.connectors.ConnectorConfig;
import com.orchestrator.connectors.ConnectorException;
import com.orchestrator.connectors.Disposition;
import com.orchestrator.connectors.Target;
import com.orchestrator.connectors.pack.LoadPackage;
import com.orchestrator.connectors.pack.Manifest;
import com.orchestrator.connectors.pack.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A table that packages are loaded into. */
public final class TableTarget implements Target {

    private final Dialect dialect;
    private final String name;
    private final String table;
    private final Disposition disposition;
    private final List<String> keys;

    public TableTarget(Dialect dialect, ConnectorConfig config) {
        this.dialect = dialect;
        this.name = config.text("table");
        this.table = Sql.table(name);
        this.disposition = config.disposition();
        this.keys = config.texts("keys");
    }

    @Override
    public void check() {
        there();
    }

    private Map<String, String> there() {
        if (!dialect.isThere()) {
            return Map.of();
        }
        try (Connection connection = dialect.connect()) {
            return dialect.columns(connection, table);
        } catch (SQLException e) {
            throw dialect.failed(e);
        }
    }

    @Override
    public State state(String job) {
        if (!dialect.isThere()) {
            return State.NONE;
        }
        try (Connection connection = dialect.connect()) {
            return Ledger.isThere(dialect, connection) ? new Ledger(connection, job, name).read("") : State.NONE;
        } catch (SQLException e) {
            throw dialect.failed(e);
        }
    }

    @Override
    public List<String> plan(Manifest manifest) {
        Map<String, String> there = there();
        List<String> plan = new ArrayList<>(new TableShape(dialect, table, there)
                .fit(manifest, disposition, keys)
                .statements());
        switch (disposition) {
            case APPEND -> plan.add("Adds the rows to " + table);
            case REPLACE -> plan.add("Deletes the rows of " + table + " and adds these");
            case MERGE -> {
                if (!there.isEmpty()) {
                    requireKeys();
                }
                plan.add("Changes the rows of " + table + " that have the same " + String.join(", ", keys)
                        + ", and adds the others");
            }
        }
        return plan;
    }

    private void requireKeys() {
        try (Connection connection = dialect.connect()) {
            dialect.requireKeys(connection, table, keys);
        } catch (SQLException e) {
            throw dialect.failed(e);
        }
    }

    @Override
    public Loaded load(LoadPackage pack, Steps steps) {
        try (Connection connection = dialect.connect()) {
            Ledger.ensure(connection);
            Ledger ledger = new Ledger(connection, pack.manifest().job(), name);
            connection.setAutoCommit(false);
            boolean repeated;
            try {
                repeated = !loadNew(connection, ledger, pack, steps);
                connection.commit();
                steps.reached("committed");
            } catch (SQLException | RuntimeException | JsonProcessingException e) {
                rollBack(connection, e);
                throw e;
            }
            requireThere(connection, ledger, pack.manifest());
            return new Loaded(pack.manifest().rows(), repeated);
        } catch (SQLException e) {
            throw dialect.failed(e);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("Columns have a written form", impossible);
        }
    }

    private static void rollBack(Connection connection, Exception why) {
        try {
            connection.rollback();
        } catch (SQLException gone) {
            why.addSuppressed(gone);
        }
    }

    /** A commit that came back without an error has been seen to leave nothing; what counts is what is read. */
    private void requireThere(Connection connection, Ledger ledger, Manifest manifest) throws SQLException {
        boolean isThere = ledger.has(manifest.run());
        connection.rollback();
        if (!isThere) {
            throw new ConnectorException("UNAVAILABLE", "The database has not kept what it had committed");
        }
    }

    /** Whether there was something to do. */
    private boolean loadNew(Connection connection, Ledger ledger, LoadPackage pack, Steps steps)
            throws SQLException, JsonProcessingException {
        Manifest manifest = pack.manifest();
        State state = ledger.lock(dialect.lock());
        if (ledger.has(manifest.run())) {
            return false;
        }
        requireNext(state, manifest);
        steps.reached("locked");
        TableShape.Fit fit =
                new TableShape(dialect, table, dialect.columns(connection, table)).fit(manifest, disposition, keys);
        for (String statement : fit.statements()) {
            execute(connection, statement);
        }
        steps.reached("shaped");
        long rows = write(connection, pack, fit.names(), steps);
        steps.reached("written");
        if (rows != manifest.rows()) {
            throw new ConnectorException("ROWS_LOST", "The database counts " + rows + " rows of " + manifest.rows());
        }
        ledger.record(manifest);
        steps.reached("recorded");
        return true;
    }

    /** Rows read before another run was loaded would put back what that one has changed, or come twice. */
    private void requireNext(State state, Manifest manifest) {
        boolean isBesideOthers = disposition == Disposition.APPEND && manifest.cursorColumn() == null;
        if (!isBesideOthers && !String.valueOf(state.run()).equals(String.valueOf(manifest.afterRun()))) {
            throw new ConnectorException(
                    "SUPERSEDED",
                    "Run " + state.run() + " was loaded since this one was read;"
                            + " nothing was changed, and the next run reads on from there");
        }
    }

    private long write(Connection connection, LoadPackage pack, List<String> names, Steps steps) throws SQLException {
        if (disposition == Disposition.MERGE) {
            return dialect.merge(connection, table, pack, names, keys, steps);
        }
        if (disposition == Disposition.REPLACE) {
            execute(connection, "DELETE FROM " + table);
        }
        return dialect.append(connection, table, pack, names, steps);
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() {
        // Every call closes what it has opened.
    }
}
