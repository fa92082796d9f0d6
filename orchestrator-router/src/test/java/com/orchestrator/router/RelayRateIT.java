package com.orchestrator.router;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.service.JobOutcome;
import com.orchestrator.testkit.TestDatabase;
import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * How fast jobs that wait in the engine become the broker's, beside the bare client with the same messages, queues and window in the
 * same call. A build has few of them and looks only whether all arrive; {@code -Drouter.jobs=50000} is what is measured.
 */
class RelayRateIT {

    private static final int JOBS = Integer.getInteger("router.jobs", 500);
    private static final int WINDOW = 4_000;

    /** How many show what the relay comes to; fewer are over before anything is warm. */
    private static final int MEASURED = 50_000;

    private static final double RATIO_MIN = 0.5;

    /** Before what is measured, as much of both ways: neither is judged by what its compilers do, which takes a server twenty seconds of work. */
    private static final int WARM_UP = JOBS >= MEASURED ? 4 * MEASURED : 0;

    private static final int ALL = WARM_UP + JOBS;
    private static final int ROUNDS = JOBS >= MEASURED ? 5 : 1;

    /** Each look asks the database some things. */
    private static final Duration LOOK = Duration.ofMillis(JOBS >= MEASURED ? 200 : 10);

    private static final int BATCH = 500;
    private static final Payload PAYLOAD = Payload.ofJson("{\"numbers\":[1,2,3]}");

    private final Broker broker = Broker.shared();

    @Test
    void jobsThatWait_areTheBrokers_allOfThem() throws Exception {
        TestDatabase database = TestDatabase.create();
        try (RouterOnPostgres server = new RouterOnPostgres(database.config(), "puts", null)) {
            put(server);
        }
        long routed;
        int purged;
        try (RouterOnPostgres server = new RouterOnPostgres(database.config(), "relays", broker.uri())) {
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> bridge(server).isConnected());
            Awaitility.await()
                    .atMost(Duration.ofMinutes(10))
                    .pollInterval(LOOK)
                    .until(() -> bridge(server).published() >= WARM_UP);
            purged = WARM_UP == 0 ? 0 : purge();
            long before = bridge(server).published();
            long began = System.nanoTime();
            Awaitility.await()
                    .atMost(Duration.ofMinutes(10))
                    .pollInterval(LOOK)
                    .until(() ->
                            bridge(server).published() >= ALL && bridge(server).unconfirmed() == 0);
            routed = (System.nanoTime() - began) * JOBS / (ALL - before);
        }
        try (Connection connection = broker.connect();
                Channel channel = connection.createChannel()) {
            assertThat(purged + arrived(channel)).as("none is lost").isGreaterThanOrEqualTo(ALL);
            purge(channel);
            channel.confirmSelect();
            bare(channel, WARM_UP);
            long bare = medianOfBare(channel);
            double ratio = (double) bare / routed;
            System.out.println(JOBS + " jobs: the router " + rate(routed) + " a second, the bare client " + rate(bare)
                    + ", ratio " + Math.round(100 * ratio) / 100.0);
            if (JOBS >= MEASURED) {
                assertThat(ratio).isGreaterThanOrEqualTo(RATIO_MIN);
            }
            assertThat(arrived(channel)).isEqualTo(JOBS);
        }
    }

    /** What was for warming up: the more waits in a queue, the more of the broker's work each message is, whoever publishes it. */
    private int purge() throws Exception {
        try (Connection connection = broker.connect();
                Channel channel = connection.createChannel()) {
            return purge(channel);
        }
    }

    private static int purge(Channel channel) throws IOException {
        int purged = 0;
        for (JobClass jobs : JobClass.values()) {
            purged += channel.queuePurge(jobs.queue()).getMessageCount();
        }
        return purged;
    }

    private static RouterFigures.Bridge bridge(RouterOnPostgres server) {
        RouterFigures.Bridge bridge = server.router().figures().bridge();
        assertThat(bridge).isNotNull();
        return bridge;
    }

    private static long rate(long nanos) {
        return JOBS * TimeUnit.SECONDS.toNanos(1) / nanos;
    }

    private static void put(RouterOnPostgres server) {
        List<JobOutcome.Item> items = new ArrayList<>();
        for (int number = 0; number < ALL; number++) {
            items.add(WaitingJob.numbered(number, PAYLOAD));
            if (items.size() == BATCH || number == ALL - 1) {
                assertThat(Answers.of(server.services.jobs().putJobs(items))).allMatch(put -> put.refusal() == null);
                items.clear();
            }
        }
    }

    private static int arrived(Channel channel) throws Exception {
        int count = 0;
        for (JobClass jobs : JobClass.values()) {
            count += (int) channel.messageCount(jobs.queue());
        }
        return count;
    }

    /** It is through in two seconds, in which a shared machine may be anything; into queues as empty as the router's, each time. */
    private static long medianOfBare(Channel channel) throws Exception {
        long[] rounds = new long[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            purge(channel);
            rounds[round] = bare(channel, JOBS);
        }
        Arrays.sort(rounds);
        return rounds[ROUNDS / 2];
    }

    /** As fast as it can, with confirms, no more than the window under way. */
    private static long bare(Channel channel, int count) throws Exception {
        Semaphore room = new Semaphore(WINDOW);
        NavigableSet<Long> pending = new ConcurrentSkipListSet<>();
        channel.clearConfirmListeners();
        channel.addConfirmListener(
                (number, andBefore) -> {
                    NavigableSet<Long> done =
                            andBefore ? pending.headSet(number, true) : pending.subSet(number, true, number, true);
                    room.release(done.size());
                    done.clear();
                },
                (number, andBefore) -> {
                    throw new AssertionError("The broker refuses");
                });
        long began = System.nanoTime();
        for (int number = 0; number < count; number++) {
            room.acquire();
            pending.add(channel.getNextPublishSeqNo());
            JobClass jobs = JobClass.of(number % 12);
            channel.basicPublish(
                    "jobs.exchange",
                    jobs.queue(),
                    true,
                    new AMQP.BasicProperties.Builder()
                            .messageId("job-" + number + "#1")
                            .type("calculate")
                            .priority(jobs.messagePriority(number % 12))
                            .deliveryMode(2)
                            .contentType("application/json")
                            .headers(Map.of("job-id", "job-" + number, "attempt", 1))
                            .build(),
                    PAYLOAD.bytes());
        }
        channel.waitForConfirmsOrDie(60_000);
        return System.nanoTime() - began;
    }
}
