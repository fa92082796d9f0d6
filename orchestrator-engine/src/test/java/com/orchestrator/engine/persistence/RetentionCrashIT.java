package com.orchestrator.engine.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.Payload;
import com.orchestrator.api.retention.RetentionRule;
import com.orchestrator.engine.service.Author;
import com.orchestrator.engine.store.ArchiveText.ArchivedRun;
import com.orchestrator.engine.store.RunFixture;
import com.orchestrator.engine.store.RunRecord;
import com.orchestrator.testkit.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server is killed with -9 while it archives and deletes, again and again: no run is half gone, and every run that is gone is whole in
 * the archive. {@code -Dretention.kills=20} kills more often.
 */
class RetentionCrashIT {

    private static final int KILLS = Integer.getInteger("retention.kills", 2);
    private static final int RUNS = 500 * (KILLS + 2);
    private static final int BATCH = 500;

    private final TestDatabase database = TestDatabase.create();

    @TempDir
    Path archive;

    private long count(String sql) {
        return Long.parseLong(database.query("SELECT count(*) FROM " + sql).get(0));
    }

    private long left() {
        return count("workflow_instances");
    }

    /** Runs that have ended long ago, each with a label. */
    private Set<UUID> plant(PostgresEngineStore store) {
        Set<UUID> planted = new HashSet<>();
        for (int batch = 0; batch < RUNS / BATCH; batch++) {
            List<RunRecord> started = new ArrayList<>();
            List<RunRecord> completed = new ArrayList<>();
            for (int i = 0; i < BATCH; i++) {
                RunFixture run = new RunFixture("old-" + batch + "-" + i, Instant.parse("2020-01-01T00:00:00Z"));
                planted.add(run.instanceId);
                started.add(run.start());
                completed.add(run.complete(Payload.ofJson("{\"n\":" + i + "}")));
            }
            record(store, started);
            record(store, completed);
        }
        return planted;
    }

    private static void record(PostgresEngineStore store, List<RunRecord> records) {
        store.runs().inTransaction(transaction -> {
            assertThat(transaction.recordEvents(records)).isEmpty();
            transaction.recordRows(records);
            return records;
        });
    }

    private Process victim() throws IOException {
        PostgresConfig config = database.config();
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        RetentionVictim.class.getName(),
                        config.jdbcUrl(),
                        config.username(),
                        config.password(),
                        archive.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private void awaitLess(long than, Process victim) {
        Awaitility.await("runs deleted")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> !victim.isAlive() || left() < than);
        assertThat(victim.isAlive()).isTrue();
    }

    /** Of every table that has something of a run, all of it or nothing. */
    private void assertNothingIsHalfGone() {
        assertThat(count("events e WHERE NOT EXISTS (SELECT FROM workflow_instances i"
                        + " WHERE i.instance_id = e.workflow_instance_id)"))
                .isZero();
        assertThat(count("workflow_instances i WHERE 2 <> (SELECT count(*) FROM events e"
                        + " WHERE e.workflow_instance_id = i.instance_id)"))
                .isZero();
    }

    private Set<UUID> archived() throws IOException {
        Set<UUID> ids = new HashSet<>();
        try (Stream<Path> files = Files.walk(archive)) {
            files.filter(file -> file.toString().endsWith(".ndjson"))
                    .flatMap(RetentionCrashIT::lines)
                    .forEach(line -> ids.add(((ArchivedRun) new ArchiveJson().read(line)).instanceId()));
        }
        return ids;
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Set<UUID> there() {
        Set<UUID> there = new HashSet<>();
        database.query("SELECT instance_id FROM workflow_instances").forEach(id -> there.add(UUID.fromString(id)));
        return there;
    }

    @Test
    void serverKilledWhileItDeletes_leavesWholeRuns_andAWholeArchive() throws Exception {
        try (PostgresEngineStore store = PostgresEngineStore.open(database.config())) {
            Set<UUID> planted = plant(store);
            RetentionRule rule = new RetentionRule(Duration.ofDays(30), null, null, null, null, true);
            store.retention().change("shop", rule, new Author("ann", "test", null));
            for (int kill = 0; kill < KILLS; kill++) {
                // Its claim would keep the next one waiting for two minutes.
                database.execute("UPDATE retention_rules SET swept_by = NULL");
                Process victim = victim();
                awaitLess(left(), victim);
                victim.destroyForcibly().waitFor();

                assertNothingIsHalfGone();
                Set<UUID> gone = new HashSet<>(planted);
                gone.removeAll(there());
                assertThat(gone).isNotEmpty();
                assertThat(archived()).containsAll(gone);
            }
            database.execute("UPDATE retention_rules SET swept_by = NULL");
            Process last = victim();
            awaitLess(1, last);
            last.destroyForcibly().waitFor();

            assertThat(count("events")).isZero();
            assertThat(archived()).containsExactlyInAnyOrderElementsOf(planted);
        }
    }
}
