package com.orchestrator.etl;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.etl.EtlJob;
import com.orchestrator.api.etl.EtlJobSpec;
import com.orchestrator.api.etl.EtlRun;
import com.orchestrator.api.etl.EtlStatus;
import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.persistence.PostgresConfig;
import com.orchestrator.testkit.TestDatabase;
import com.orchestrator.worker.OrchestratorClient;
import com.orchestrator.worker.OrchestratorProblemException;
import com.orchestrator.worker.OrchestratorWorker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The server is killed with -9 while runs of each disposition go into both databases: when one of them is at a step of its load, or some
 * moments behind it. Another server takes its place, and knows nothing but what is in the database of the first. Each run ends, each table
 * equals what it was loaded from, once, and nothing is left over. {@code -Dkills=300} for many, {@code -Dseed=N} for the same ones again.
 */
class ServerKillsIT {

    /** Of a build, which has no time for more. */
    private static final int SAMPLE = 1;

    private static final long SEED = Long.getLong("seed", 17);
    private static final int ROWS = 1_000;
    private static final int MOST_MILLIS_BEHIND = 60;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final List<String> STEPS =
            List.of("written", "extracting", "committed", "packed", "locked", "shaped", "recorded");
    private static final List<Load> LOADS = Stream.of("merge", "append", "replace")
            .flatMap(disposition -> Stream.of(new Load("postgres", disposition), new Load("duckdb", disposition)))
            .toList();

    /** A job of its own, with a table of its own. */
    private record Load(String place, String disposition) {

        String name() {
            return disposition + "-" + place;
        }

        String table() {
            return "sales_" + disposition;
        }

        boolean appends() {
            return disposition.equals("append");
        }
    }

    /** What is waited for: a job at a step. Whoever does the work stays there until the server is dead, or goes on. */
    private record Moment(
            String job, String step, boolean stays, CompletableFuture<Void> come, CompletableFuture<Void> gone) {

        static Moment of(Load load, String step, boolean stays) {
            return new Moment(load.name(), step, stays, new CompletableFuture<>(), new CompletableFuture<>());
        }

        void reached(String atJob, String atStep) {
            if (atJob.equals(job) && atStep.equals(step)) {
                come.complete(null);
                if (stays) {
                    gone.join();
                }
            }
        }
    }

    @TempDir
    private Path folder;

    private final TestDatabase database = TestDatabase.create();
    private final PostgresConfig shop = TestDatabase.create().config();
    private final int port = freePort();
    private final OrchestratorClient client = OrchestratorClient.connect(URI.create("http://127.0.0.1:" + port));
    private volatile Moment moment = Moment.of(LOADS.get(0), "never", false);
    private ServerProcess server;
    private ServerProcess next;
    private OrchestratorWorker worker;

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @BeforeEach
    void start() throws IOException {
        server = ServerProcess.prepare(database.config(), port);
        next = ServerProcess.prepare(database.config(), port);
        server.listen();
        Path secrets = Files.createDirectories(folder.resolve("secrets"));
        Files.writeString(secrets.resolve("shop"), shop.password());
        worker = EtlWorker.start(
                client,
                OrchestratorWorker.connect(URI.create("http://127.0.0.1:" + port)),
                new EtlWorker.Places(folder, List.of(folder), secrets),
                (job, step) -> moment.reached(job, step));
        LOADS.forEach(this::put);
    }

    @AfterEach
    void stop() {
        worker.close();
        server.kill();
        next.kill();
    }

    private void put(Load load) {
        String keys = load.disposition().equals("merge") ? ", 'keys': ['id']" : "";
        String cursor = load.appends() ? ", 'cursor': 'id'" : "";
        String place = load.place().equals("duckdb")
                ? "'path': '" + load.table() + ".duckdb'"
                : "'url': '" + shop.jdbcUrl() + "', 'username': '" + shop.username() + "', 'password_secret': 'shop'";
        client.etl()
                .put(new EtlJobSpec(
                        load.name(),
                        null,
                        null,
                        "csv",
                        config("{'path': '" + (load.appends() ? "more" : "all") + ".csv', 'columns': ["
                                + "{'name': 'id', 'type': 'bigint'}, {'name': 'name', 'type': 'text'},"
                                + " {'name': 'amount', 'type': 'decimal(12,2)'}]}"),
                        load.place(),
                        config("{" + place + ", 'table': '" + load.table() + "', 'disposition': '" + load.disposition()
                                + "'" + keys + cursor + "}"),
                        null,
                        List.of()));
    }

    private static Payload config(String text) {
        return Payload.ofJson(text.replace('\'', '"'));
    }

    /** Six loads and seven steps: after 42 kills each load has met the end of its server at each of its steps. */
    @Test
    void whatIsUnderWayWhenTheServerIsKilled_comesToItsEnd_andEachTableEqualsItsSource() throws IOException {
        Random random = new Random(SEED);
        int kills = Integer.getInteger("kills", SAMPLE);
        for (int kill = 0; kill < kills; kill++) {
            Load load = LOADS.get(kill % LOADS.size());
            String step = STEPS.get(kill % STEPS.size());
            int behind = random.nextBoolean() ? 0 : 1 + random.nextInt(MOST_MILLIS_BEHIND);
            String what = "kill " + kill + " at " + step + " of " + load.name() + ", seed " + SEED;
            write("all.csv", 0, kill);
            write("more.csv", kill * ROWS, kill);
            moment = Moment.of(load, step, behind == 0);
            startAll(load, kill);
            killAt(what, moment, behind);
            if (kill + 1 < kills) {
                next = ServerProcess.prepare(database.config(), port);
            }
            for (Load each : LOADS) {
                requireEqual(what + ": " + each.name(), each, kill);
            }
            assertThat(leftPackages()).as(what).isEmpty();
        }
        for (Load load : LOADS) {
            int rows = load.appends() ? kills * ROWS : ROWS;
            assertThat(query(load, "SELECT concat(count(*), ' ', count(DISTINCT id)) FROM " + load.table()))
                    .as(load.name())
                    .containsExactly(rows + " " + rows);
        }
    }

    private void write(String file, int above, int version) throws IOException {
        StringBuilder text = new StringBuilder("id,name,amount\n");
        for (int id = above + 1; id <= above + ROWS; id++) {
            text.append(id).append(",v").append(version).append(',').append(id).append(".25\n");
        }
        Files.writeString(folder.resolve(file), text);
    }

    /** The one that is waited for last, so that the others are under way as well. */
    private void startAll(Load last, int kill) {
        LOADS.stream().filter(load -> !load.equals(last)).forEach(load -> run(load, kill));
        try {
            run(last, kill);
        } catch (UncheckedIOException | OrchestratorProblemException killed) {
            assertThat(moment.come()).as("%s", killed).isDone();
        }
    }

    /** Starting it twice starts it once. */
    private UUID run(Load load, int kill) {
        EtlJob job = client.etl().find(load.name()).orElseThrow();
        return client.etl().run(job.id(), "run-" + kill).id();
    }

    private void killAt(String what, Moment when, int behind) {
        assertThat(when.come()).as(what).succeedsWithin(PATIENCE);
        CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(behind, TimeUnit.MILLISECONDS))
                .join();
        server.kill();
        when.gone().complete(null);
        server = next;
        server.listen();
    }

    private void requireEqual(String what, Load load, int kill) {
        EtlRun run = client.etl().await(run(load, kill), PATIENCE);
        assertThat(run.status()).as("%s: %s", what, run.errorMessage()).isEqualTo(EtlStatus.COMPLETED);
        long above = load.appends() ? (long) kill * ROWS : 0;
        assertThat(query(
                        load,
                        "SELECT concat(count(*), ' ', count(DISTINCT id), ' ', sum(amount), ' ', min(name), ' ', max(name))"
                                + " FROM " + load.table() + " WHERE id > " + above))
                .as(what)
                .containsExactly(ROWS + " " + ROWS + " " + (above * ROWS + (long) ROWS * (ROWS + 1) / 2 + ROWS / 4)
                        + ".00 v" + kill + " v" + kill);
        assertThat(query(load, "SELECT count(*) FROM etl_loads WHERE run = '" + run.id() + "'"))
                .as(what)
                .containsExactly("1");
        assertThat(query(load, staged(load))).as(what).containsExactly("0");
    }

    private static String staged(Load load) {
        return load.place().equals("duckdb")
                ? "SELECT count(*) FROM (SHOW ALL TABLES) WHERE name LIKE 'etl%' AND name NOT IN ('etl_loads', 'etl_state')"
                : "SELECT count(*) FROM pg_class WHERE relpersistence = 't' AND relkind = 'r'";
    }

    private List<String> query(Load load, String sql) {
        String url = load.place().equals("duckdb")
                ? "jdbc:duckdb:" + folder.resolve(load.table() + ".duckdb")
                : shop.jdbcUrl();
        try (Connection connection = DriverManager.getConnection(url, shop.username(), shop.password())) {
            return TestDatabase.query(connection, sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<Path> leftPackages() throws IOException {
        try (Stream<Path> left = Files.list(folder.resolve("packages"))) {
            return left.toList();
        }
    }
}
