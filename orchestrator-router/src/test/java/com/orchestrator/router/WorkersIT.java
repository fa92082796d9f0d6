package com.orchestrator.router;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.Payload;
import com.orchestrator.router.store.RouterStore;
import com.orchestrator.testkit.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Workers and what they were given, on PostgreSQL. */
class WorkersIT {

    @Test
    void workers_areListedByName_withWhatTheyHaveNotBegun_alsoTheSilent() {
        TestDatabase database = TestDatabase.create();
        try (RouterStore store = RouterOnPostgres.store(database.config())) {
            store.putWorker(new WorkerReport("silent", "calculate", 1, 0));
            database.advance(Duration.ofSeconds(31));
            store.putWorker(new WorkerReport("busy", "calculate", 10, 4));
            UUID begun = give(store, "job-1");
            give(store, "job-2");
            store.take(List.of(begun));

            List<RoutedWorker> first = store.workers(null, 1);
            assertThat(first).singleElement().satisfies(worker -> {
                assertThat(worker.said()).isEqualTo(new WorkerReport("busy", "calculate", 10, 4));
                assertThat(worker.untaken()).isEqualTo(1);
                assertThat(worker.isAlive()).isTrue();
            });
            assertThat(store.workers("busy", 10)).singleElement().satisfies(worker -> {
                assertThat(worker.said().workerId()).isEqualTo("silent");
                assertThat(worker.isAlive()).isFalse();
                assertThat(worker.seenAt()).isBefore(first.get(0).seenAt());
            });
            assertThat(store.workers("silent", 10)).isEmpty();
        }
    }

    private static UUID give(RouterStore store, String jobId) {
        UUID id = UUID.nameUUIDFromBytes(new byte[] {(byte) jobId.hashCode()});
        store.sharing(
                "calculate",
                workers -> List.of(new Dispatch(
                        id, workers.get(0).workerId(), 1, jobId, "calculate", 0, 1, Payload.EMPTY_OBJECT)));
        return id;
    }
}
