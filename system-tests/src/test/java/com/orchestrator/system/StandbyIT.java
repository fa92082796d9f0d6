package com.orchestrator.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.launcher.server.ServerNode;
import com.orchestrator.system.chain.ChainLoad;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The primary killed with -9 under load and its synchronous standby promoted: what was acknowledged is there, and a server that knows
 * both addresses goes on by itself. To see that it can fail: {@code -Dstandby.careless=true} has a standby that nobody waits for.
 */
class StandbyIT {

    private static final Path WORK = Built.folder("standby");
    private static final boolean IS_CARELESS = Boolean.getBoolean("standby.careless");

    @Test
    @SuppressWarnings("try") // The worker is there to run, not to be named.
    void primaryKilledUnderLoad_itsStandbyHasAllThatWasAcknowledged() throws Exception {
        Path logs = WORK.resolve("logs");
        Ledger ledger = Ledger.in(WORK, "chains");
        try (ReplicatedPostgres database = ReplicatedPostgres.start(WORK, !IS_CARELESS);
                ServerNode server = ServerNode.start(
                        Built.server(),
                        database.primary(),
                        Map.of("orchestrator.datasource.url", database.jdbcUrl()),
                        logs);
                WorkerNode worker = new WorkerNode(server.url(), ledger, logs);
                ChainLoad load = new ChainLoad(server.url())) {
            load.awaitMoreEnds();
            if (IS_CARELESS) {
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
