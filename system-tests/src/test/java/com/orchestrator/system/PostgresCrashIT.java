package com.orchestrator.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.launcher.server.ServerNode;
import com.orchestrator.system.chain.ChainLoad;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * All processes of PostgreSQL killed with -9 under load, again and again, and at last its synchronous standby promoted: what was
 * acknowledged is there, and everything goes on by itself, for the server knows both addresses. To see that it can fail:
 * {@code -Dpostgres.careless=true} acknowledges commits before they are written, {@code -Dpostgres.alone=true} before the standby has
 * them. A build kills once before; {@code -Dpostgres.kills=20} more often, which it takes to see the first of these.
 */
class PostgresCrashIT {

    private static final Path WORK = Built.folder("postgres-crash");
    private static final int KILLS = Integer.getInteger("postgres.kills", 1);
    private static final int CALLERS = 16;
    private static final boolean IS_CARELESS = Boolean.getBoolean("postgres.careless");
    private static final boolean IS_ALONE = Boolean.getBoolean("postgres.alone");

    @Test
    @SuppressWarnings("try") // The worker is there to run, not to be named.
    void postgresKilledUnderLoad_losesNothingThatWasAcknowledged() throws Exception {
        Path logs = WORK.resolve("logs");
        Ledger ledger = Ledger.in(WORK, "chains");
        try (ReplicatedPostgres database = ReplicatedPostgres.start(WORK, !IS_ALONE);
                ServerNode server = ServerNode.start(
                        Built.server(),
                        database.primary(),
                        Map.of("orchestrator.datasource.url", database.jdbcUrl()),
                        logs);
                WorkerNode worker = new WorkerNode(server.url(), ledger, logs);
                ChainLoad load = new ChainLoad(List.of(server.url()), CALLERS)) {
            if (IS_CARELESS) {
                database.makeCareless();
            }
            for (int kill = 0; kill < KILLS; kill++) {
                load.awaitMoreEnds();
                database.killPrimary();
                database.primary().restart();
            }
            load.awaitMoreEnds();
            if (IS_ALONE) {
                database.separate();
                load.awaitMoreEnds();
            }
            database.killPrimary();
            database.promoteStandby();
            load.awaitMoreEnds();
            load.finish();

            assertThat(load.faults(ledger.effects())).isEmpty();
        }
    }
}
