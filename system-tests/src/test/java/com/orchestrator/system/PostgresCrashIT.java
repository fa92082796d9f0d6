package com.orchestrator.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.launcher.postgres.EmbeddedPostgres;
import com.orchestrator.launcher.server.ServerNode;
import com.orchestrator.system.chain.ChainLoad;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/**
 * All processes of PostgreSQL killed with -9 under load, again and again: what was acknowledged is there, and everything goes
 * on by itself. To see that it can fail: {@code -Dpostgres.careless=true} acknowledges commits before they are written.
 */
class PostgresCrashIT {

    private static final Path WORK = Built.folder("postgres-crash");
    private static final boolean IS_CARELESS = Boolean.getBoolean("postgres.careless");
    private static final int KILLS = 3;

    @Test
    @SuppressWarnings("try") // The worker is there to run, not to be named.
    void postgresKilledUnderLoad_losesNothingThatWasAcknowledged() throws Exception {
        Path logs = WORK.resolve("logs");
        Ledger ledger = Ledger.in(WORK, "chains");
        try (EmbeddedPostgres database = Built.database(WORK);
                ServerNode server = ServerNode.start(Built.server(), database, logs);
                WorkerNode worker = new WorkerNode(server.url(), ledger, logs);
                ChainLoad load = new ChainLoad(server.url())) {
            if (IS_CARELESS) {
                makeCareless(database);
            }
            for (int kill = 0; kill < KILLS; kill++) {
                load.awaitMoreEnds();
                ReplicatedPostgres.kill(database);
                database.restart();
            }
            load.awaitMoreEnds();
            load.finish();

            assertThat(load.faults(ledger.effects())).isEmpty();
        }
    }

    /** For connections from now on: those after the first kill. */
    private static void makeCareless(EmbeddedPostgres database) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(database.jdbcUrl(), EmbeddedPostgres.USER, database.password());
                Statement statement = connection.createStatement()) {
            statement.execute("ALTER DATABASE " + connection.getCatalog() + " SET synchronous_commit = off");
        }
    }
}
