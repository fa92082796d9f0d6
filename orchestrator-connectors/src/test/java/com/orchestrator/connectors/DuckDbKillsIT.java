package com.orchestrator.connectors;

import com.orchestrator.connectors.pack.DuckDb;
import com.orchestrator.testkit.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

class DuckDbKillsIT extends LoadKills {

    /** The database is a file, and has no process but the worker. */
    @Override
    protected List<Victim> victims() {
        return List.of(Victim.WORKER);
    }

    @Override
    protected String staged() {
        return "SELECT count(*) FROM (SHOW ALL TABLES) WHERE name LIKE 'etl%' AND name NOT IN ('etl_loads', 'etl_state')";
    }

    @Override
    protected void killDatabase() {
        throw new UnsupportedOperationException();
    }

    @Override
    protected void restartDatabase() {
        throw new UnsupportedOperationException();
    }

    @Override
    protected List<String> target(String more) {
        return List.of("duckdb", "{'path': 'shop.duckdb', 'table': 'sales'" + more + "}");
    }

    @Override
    protected List<String> query(String sql) {
        try (Connection connection =
                DuckDb.open(folder.resolve("shop.duckdb").toString(), new Workroom(List.of(), folder, 128))) {
            return TestDatabase.query(connection, sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    protected void clear() {
        try {
            Files.deleteIfExists(folder.resolve("shop.duckdb"));
            Files.deleteIfExists(folder.resolve("shop.duckdb.wal"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
