package com.orchestrator.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.examples.jobrouter.AmqpWorker;
import com.orchestrator.launcher.os.Processes;
import com.orchestrator.launcher.os.Subprocess;
import com.orchestrator.launcher.postgres.EmbeddedPostgres;
import com.orchestrator.launcher.server.ServerNode;
import com.orchestrator.router.Broker;
import com.orchestrator.worker.OrchestratorClient;
import com.orchestrator.worker.OrchestratorProblemException;
import com.orchestrator.worker.RouterClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The job router as a whole: two servers, one PostgreSQL, one RabbitMQ, and a worker that is fed by it, all in processes of their own.
 * {@code -Drouter.kills=100} kills the leader more often.
 */
class RouterClusterIT {

    private static final Path WORK = Built.folder("router-cluster");
    private static final Path LOGS = WORK.resolve("logs");
    private static final int KILLS = Integer.getInteger("router.kills", 1);
    private static final Duration LEASE = Duration.ofSeconds(3);

    /** A beat more than the lease, and the time that a busy machine takes to answer. */
    private static final Duration TAKEOVER_MAX = LEASE.plus(LEASE.dividedBy(3)).plusSeconds(2);

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofMillis(20);

    /** What the last leader that was killed had leased and not written down is given out again after three minutes. */
    private static final Duration END_MAX = Duration.ofMinutes(3).plus(PATIENCE);

    /** Of the founding document, but for the address. */
    private static final List<String> EXAMPLES = List.of("""
            curl -X POST http://localhost:8081/api/jobs/register \\
              -H "Content-Type: application/json" \\
              -d '{
                "id":"job-123",
                "type":"calculate",
                "priority":10,
                "payload":{"numbers":[1,2,3]}
              }'
            """, """
            curl -X PUT http://localhost:8081/api/jobs/job-123/status \\
              -H "Content-Type: application/json" \\
              -d '{
                "status":"completed",
                "workerId":"worker-001",
                "result":{"sum":6}
              }'
            """, """
            curl -X POST http://localhost:8081/api/workers/heartbeat \\
              -H "Content-Type: application/json" \\
              -d '{
                "worker_id":"worker-001",
                "worker_type":"calculate",
                "capacity":10,
                "current_load":2
              }'
            """);

    private static EmbeddedPostgres database;
    private static Broker broker;
    private static ServerNode first;
    private static ServerNode second;

    private final Map<Long, String> leaders = new ConcurrentSkipListMap<>();
    private final Map<Long, String> rivals = new ConcurrentHashMap<>();
    private final AtomicInteger registered = new AtomicInteger();
    private @Nullable Process worker;

    @BeforeAll
    static void start() {
        broker = Broker.shared();
        database = Built.database(WORK);
        first = ServerNode.start(Built.server(), database, settings("first"), LOGS);
        second = ServerNode.start(Built.server(), database, settings("second"), LOGS);
    }

    private static Map<String, String> settings(String name) {
        return Map.of(
                "orchestrator.router.node",
                name,
                "orchestrator.router.lease",
                LEASE.toSeconds() + "s",
                "orchestrator.router.broker",
                broker.uri());
    }

    @AfterAll
    static void stop() {
        Stream.of(first, second).filter(node -> node != null).forEach(ServerNode::close);
        if (database != null) {
            database.close();
        }
    }

    private static RouterClient router(ServerNode node) {
        return OrchestratorClient.connect(node.url()).router();
    }

    @Test
    void examplesOfTheDocument_asWritten() throws Exception {
        assertThat(curl(EXAMPLES.get(0)))
                .isEqualTo("{\"status\":\"accepted\",\"job_id\":\"job-123\",\"deduplicated\":false}");
        assertThat(curl(EXAMPLES.get(1))).isEqualTo("{\"status\":\"updated\"}");
        assertThat(curl(EXAMPLES.get(2))).isEqualTo("{\"status\":\"acknowledged\",\"jobs\":[]}");

        assertThat(router(second).jobs(1_000))
                .filteredOn(job -> job.id().equals("job-123"))
                .singleElement()
                .satisfies(job -> {
                    assertThat(job.status()).isEqualTo("completed");
                    assertThat(job.priority()).isEqualTo(10);
                    assertThat(job.workerId()).isEqualTo("worker-001");
                    assertThat(job.result()).hasToString("{\"sum\":6}");
                });
    }

    private static String curl(String command) throws Exception {
        Process process = new ProcessBuilder(
                        "bash",
                        "-c",
                        command.replace("http://localhost:8081", first.url().toString()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return said;
    }

    @Test
    void leaderKilledUnderLoad_isFollowedWithinItsLease_andNoJobIsLost() throws Exception {
        AtomicBoolean isOver = new AtomicBoolean();
        awaitSameView();
        awaitBroker();
        worker = worker(broker.uri());
        List<Thread> threads = List.of(
                thread(() -> register(isOver)),
                thread(() -> watch(first, isOver)),
                thread(() -> watch(second, isOver)));
        try {
            for (int kill = 0; kill < KILLS; kill++) {
                killLeader();
                awaitSameView();
            }
        } finally {
            isOver.set(true);
            for (Thread thread : threads) {
                thread.join();
            }
        }

        assertThat(rivals).as("second leaders of a term").isEmpty();
        assertThat(leaders).as("terms and their leaders").hasSizeGreaterThan(KILLS);
        int all = registered.get();
        assertThat(all).isPositive();
        Awaitility.await("the end of " + all + " jobs")
                .atMost(END_MAX)
                .pollInterval(Duration.ofSeconds(2))
                .untilAsserted(() -> assertThat(unfinished(all)).isEmpty());
    }

    /** So that who runs it starts it again. */
    @Test
    void workerThatFindsNoQueues_ends() throws Exception {
        broker.ctl("add_vhost", "empty");
        broker.ctl("set_permissions", "--vhost", "empty", "guest", ".*", ".*", ".*");
        worker = worker(broker.uri() + "/empty");

        assertThat(worker.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as("it has ended")
                .isTrue();
        assertThat(worker.exitValue()).isNotZero();
    }

    @AfterEach
    void stopWorker() {
        if (worker != null) {
            Processes.stop(worker, Duration.ofSeconds(10));
        }
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** That of the example. */
    private static Process worker(String broker) throws IOException {
        return new ProcessBuilder(
                        Subprocess.java(),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        AmqpWorker.class.getName(),
                        broker,
                        "worker-002")
                .redirectErrorStream(true)
                .redirectOutput(LOGS.resolve("worker.log").toFile())
                .start();
    }

    /** How those of the first so many jobs stand that are not over as they should be. */
    private static Collection<String> unfinished(int all) {
        Map<String, String> standing = new TreeMap<>();
        IntStream.range(0, all).forEach(number -> standing.put("load-" + number, "load-" + number + " is not there"));
        for (RouterClient.RoutedJob job : router(first).jobs(100_000)) {
            standing.computeIfPresent(job.id(), (id, unknown) -> isAsItShould(job) ? null : String.valueOf(job));
        }
        return standing.values();
    }

    private static boolean isAsItShould(RouterClient.RoutedJob job) {
        return job.status().equals("completed") && String.valueOf(job.result()).equals("{\"sum\":6}");
    }

    /** Whoever answers is told; what was not answered is told again, and is the same job. */
    private void register(AtomicBoolean isOver) {
        ServerNode told = first;
        while (!isOver.get()) {
            int number = registered.get();
            try {
                router(told).register("load-" + number, "calculate", number % 12, Map.of("numbers", List.of(1, 2, 3)));
                registered.set(number + 1);
                LockSupport.parkNanos(PAUSE.toNanos());
            } catch (UncheckedIOException | OrchestratorProblemException dead) {
                told = told == first ? second : first;
            }
        }
    }

    /** Every term in which the server calls itself leader. */
    private void watch(ServerNode node, AtomicBoolean isOver) {
        while (!isOver.get()) {
            view(node).filter(view -> view.role().equals("leader")).ifPresent(this::note);
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private void note(RouterClient.Leader view) {
        String known = leaders.putIfAbsent(view.term(), String.valueOf(view.leader()));
        if (known != null && !known.equals(view.leader())) {
            rivals.put(view.term(), String.valueOf(view.leader()));
        }
    }

    private static Optional<RouterClient.Leader> view(ServerNode node) {
        try {
            return Optional.of(router(node).leader());
        } catch (UncheckedIOException | OrchestratorProblemException dead) {
            return Optional.empty();
        }
    }

    /** What the worker is fed from is there. */
    private static void awaitBroker() {
        Awaitility.await("a leader at the broker")
                .atMost(PATIENCE)
                .until(() -> Stream.of(first, second)
                        .anyMatch(node -> router(node).health().broker().connected()));
    }

    private static void awaitSameView() {
        Awaitility.await("one leader, in the same term")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    Optional<RouterClient.Leader> one = view(first);
                    Optional<RouterClient.Leader> two = view(second);
                    return one.isPresent()
                            && two.isPresent()
                            && one.get().term() == two.get().term()
                            && one.get().leader() != null
                            && one.get().leader().equals(two.get().leader())
                            && !one.get().role().equals(two.get().role());
                });
    }

    private void killLeader() {
        RouterClient.Leader before = router(first).leader();
        note(before);
        ServerNode leader = before.role().equals("leader") ? first : second;
        ServerNode other = leader == first ? second : first;
        leader.kill();
        long killed = System.nanoTime();
        RouterClient.Leader after = Awaitility.await("another leader")
                .atMost(TAKEOVER_MAX)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> router(other).leader(), view -> view.role().equals("leader"));
        System.out.println(
                "Term " + after.term() + " after " + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - killed) + " ms");
        assertThat(after.term()).isGreaterThan(before.term());
        leader.restart();
    }
}
