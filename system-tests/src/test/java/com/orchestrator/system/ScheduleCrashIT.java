package com.orchestrator.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.schedule.Overlap;
import com.orchestrator.launcher.postgres.EmbeddedPostgres;
import com.orchestrator.launcher.server.ServerNode;
import com.orchestrator.worker.OrchestratorClient;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * Two servers, killed in turn with -9 every few seconds, and 200 schedules of one second: each time starts one run, and none is
 * missing. A build watches them for a few seconds; {@code -Dschedules.seconds=300} for five minutes.
 */
class ScheduleCrashIT {

    private static final Path WORK = Built.folder("schedule-crash");
    private static final int SCHEDULES = 200;
    private static final int SECONDS = Integer.getInteger("schedules.seconds", 9);
    private static final Duration BETWEEN_KILLS = Duration.ofSeconds(3);

    private static final String WORKFLOW = """
            apiVersion: orchestrator/v1
            kind: Workflow
            namespace: test
            name: tick
            tasks:
              - { id: note, set: { at: "${ input.at }" } }
            """;

    @Test
    void serversKilledInTurn_startEachTimeOnce() throws SQLException {
        Path logs = WORK.resolve("logs");
        try (EmbeddedPostgres database = Built.database(WORK);
                ServerNode first = ServerNode.start(Built.server(), database, logs);
                ServerNode second = ServerNode.start(Built.server(), database, logs)) {
            Instant begin = Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(20);
            Instant end = begin.plusSeconds(SECONDS - 1);
            putAll(OrchestratorClient.connect(first.url()), begin, end);

            killInTurn(List.of(first, second), end);
            Awaitility.await("the last of the times")
                    .atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> runs(database).values().stream()
                                    .mapToInt(List::size)
                                    .sum()
                            >= SCHEDULES * SECONDS);

            List<String> times = LongStream.range(0, SECONDS)
                    .mapToObj(passed -> begin.plusSeconds(passed).toString())
                    .toList();
            assertThat(runs(database))
                    .hasSize(SCHEDULES)
                    .allSatisfy((schedule, started) -> assertThat(started)
                            .as("times of schedule %s that have a run", schedule)
                            .containsExactlyElementsOf(times));
        }
    }

    private static void putAll(OrchestratorClient client, Instant begin, Instant end) {
        client.register(WORKFLOW, "application/yaml");
        IntStream.range(0, SCHEDULES)
                .parallel()
                .forEach(i -> client.schedule("test", "s" + i)
                        .workflow("tick")
                        .every(Duration.ofSeconds(1))
                        .startAt(begin)
                        .endAt(end)
                        .overlap(Overlap.ALLOW_ALL)
                        .input(Map.of("at", "${ schedule.at }"))
                        .put());
    }

    /** While one is down the other has to do what both did; the last one killed leaves what it had begun. */
    private static void killInTurn(List<ServerNode> servers, Instant end) {
        for (int turn = 0; Instant.now().isBefore(end); turn++) {
            Instant next = Instant.now().plus(BETWEEN_KILLS);
            ServerNode doomed = servers.get(turn % servers.size());
            Awaitility.await("the next kill")
                    .atMost(BETWEEN_KILLS.plusSeconds(30))
                    .until(() -> Instant.now().isAfter(next));
            doomed.kill();
            doomed.restart();
        }
    }

    /** By schedule, the times of the runs that there are, in order; from the database, since lists go by pages. */
    private static Map<String, List<String>> runs(EmbeddedPostgres database) throws SQLException {
        Map<String, List<String>> runs = new TreeMap<>();
        try (Connection connection =
                        DriverManager.getConnection(database.jdbcUrl(), EmbeddedPostgres.USER, database.password());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT split_part(run_id, '/', 2) AS schedule,"
                        + " array_agg(split_part(run_id, '/', 3) ORDER BY run_id) AS times"
                        + " FROM workflow_instances WHERE workflow_name = 'tick' GROUP BY 1")) {
            while (rows.next()) {
                runs.put(rows.getString("schedule"), List.of((String[])
                        rows.getArray("times").getArray()));
            }
        }
        return runs;
    }
}
