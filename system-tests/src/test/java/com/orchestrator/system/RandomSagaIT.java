package com.orchestrator.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.launcher.postgres.EmbeddedPostgres;
import com.orchestrator.launcher.server.ServerNode;
import com.orchestrator.system.saga.RandomSagas;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Whatever workers do, and whichever server dies: exactly what may have happened is undone, once, in order. Judged by a
 * client that knows nothing but the HTTP contract. To replay a seed: {@code -Dsaga.seed=N}; a build has a sample, {@code -Dsaga.runs=500}
 * is the long form.
 */
class RandomSagaIT {

    private static final Path WORK = Built.folder("random");
    private static final int RUNS = Integer.getInteger("saga.runs", 15);
    private static final long SEED = Long.getLong("saga.seed", 20_261_121L);

    @Test
    void randomSagas_whileAServerIsKilled_undoExactlyWhatMayHaveHappened() throws IOException, InterruptedException {
        try (EmbeddedPostgres database = Built.database(WORK);
                ServerNode staying = ServerNode.start(Built.server(), database, WORK.resolve("logs"));
                ServerNode doomed = ServerNode.start(Built.server(), database, WORK.resolve("logs"));
                RandomSagas sagas = new RandomSagas(List.of(staying.url(), doomed.url()), SEED)) {
            sagas.begin(RUNS / 2);
            doomed.kill();
            sagas.begin(RUNS - RUNS / 2);
            sagas.awaitEnd();

            assertThat(sagas.faults()).as("seed %d", SEED).isEmpty();
            assertThat(sagas.ends()).containsKeys("COMPLETED", "COMPENSATED", "FAILED");
        }
    }
}
