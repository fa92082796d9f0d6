package com.orchestrator.connectors;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class PostgresKillsIT extends LoadKills {

    private static KillableDatabase database;

    @BeforeAll
    static void start(@TempDir Path data) {
        database = new KillableDatabase(data.resolve("postgres"));
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @Override
    protected List<Victim> victims() {
        return List.of(Victim.values());
    }

    @Override
    protected List<String> target(String more) {
        return List.of(
                "postgres",
                "{'url': '" + database.url() + "', 'username': '" + KillableDatabase.USER + "', 'table': 'sales'" + more
                        + "}");
    }

    @Override
    protected List<String> query(String sql) {
        return database.query(sql);
    }

    @Override
    protected void clear() {
        database.execute("DROP TABLE IF EXISTS sales, etl_loads, etl_state");
    }

    /** Of all sessions. */
    @Override
    protected String staged() {
        return "SELECT count(*) FROM pg_class WHERE relname LIKE 'etl\\_%' AND relname !~ '^etl_(loads|state)'";
    }

    @Override
    protected void killDatabase() {
        database.kill();
    }

    @Override
    protected void restartDatabase() {
        database.restart();
    }
}
