package com.orchestrator.examples.scheduleetl;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.etl.EtlJob;
import com.orchestrator.api.etl.EtlStatus;
import com.orchestrator.api.schedule.ScheduleFire;
import com.orchestrator.embedded.EmbeddedOrchestrator;
import com.orchestrator.engine.persistence.PostgresConfig;
import com.orchestrator.etl.EtlWorker;
import com.orchestrator.examples.scheduleetl.ScheduleEtl.Database;
import com.orchestrator.testkit.TestDatabase;
import com.orchestrator.worker.OrchestratorClient;
import com.orchestrator.worker.OrchestratorWorker;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole example, beside a database of its own. */
class ScheduleEtlIT {

    @TempDir
    private Path data;

    @Test
    void allPlacesHaveWhatWasSold_andTheClockGoesOn() throws Exception {
        try (EmbeddedOrchestrator server = EmbeddedOrchestrator.inMemory()) {
            OrchestratorWorker worker = EtlWorker.start(
                    OrchestratorClient.connect(server.url()),
                    OrchestratorWorker.connect(server.url()),
                    EtlWorker.Places.below(data));
            try {
                play(server.url());
            } finally {
                worker.close();
            }
        }
    }

    private void play(URI server) throws Exception {
        TestDatabase shop = TestDatabase.create();
        PostgresConfig config = shop.config();
        StringBuilder told = new StringBuilder();
        ScheduleEtl example = new ScheduleEtl(
                server, data, new Database(config.jdbcUrl(), config.username(), config.password()), told);

        assertThat(example.play()).as(told.toString()).isTrue();
        assertThat(told)
                .contains("sales-to-duckdb, first run: 100000 rows read, 100000 loaded, 0 rejected")
                .contains("sales-to-postgres, second run")
                .contains(" 1000 loaded");
        assertThat(shop.query("SELECT count(*) || ' ' || count(DISTINCT id) FROM sales"))
                .containsExactly("101000 101000");

        OrchestratorClient client = OrchestratorClient.connect(server);
        EtlJob toDuckDb = client.etl().find(SalesJobs.TO_DUCKDB).orElseThrow();
        assertThat(toDuckDb.nextRunAt()).isNotNull();
        ScheduleFire fire = client.schedule("etl", SalesJobs.TO_DUCKDB).trigger(null);
        var run = client.etl().await(fire.instanceId(), Duration.ofSeconds(30));
        assertThat(run.status()).isEqualTo(EtlStatus.COMPLETED);
        assertThat(run.rowsLoaded()).isZero();
    }
}
