package com.orchestrator.router;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.job.Job;
import com.orchestrator.api.job.JobState;
import com.orchestrator.api.model.Payload;
import com.orchestrator.testkit.TestDatabase;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Two servers, one broker, faults in random order while jobs come: none is lost, and none is done twice under its key. A build has a few
 * of them; {@code -Drouter.minutes=10} goes on for so long, with {@code -Drouter.seed=…} for another order.
 */
class BridgeChaosIT {

    private static final Duration TIME = Duration.ofMinutes(Integer.getInteger("router.minutes", 0));
    private static final long SEED = Long.getLong("router.seed", 4);
    private static final int FAULTS_MIN = 3;
    private static final int JOBS_PER_FAULT = 150;
    private static final int BYTES_BEFORE_CUT_MAX = 2_000;
    private static final int BACKLOG_MAX = 600;

    private final Broker broker = Broker.shared();
    private final CuttingProxy proxy = new CuttingProxy(broker.port());
    private final TestDatabase database = TestDatabase.create();
    private final CountingWorker worker = CountingWorker.on(broker);
    private final Random random = new Random(SEED);
    private final List<Fault> done = new ArrayList<>();
    private RouterOnPostgres one = server("one");
    private RouterOnPostgres two = server("two");
    private int registered;

    private enum Fault {
        BROKER_KILLED,
        MEMORY_ALARM,
        CONNECTIONS_CLOSED,
        CUT_WITHIN_CONFIRMS,
        QUEUE_DECLARED_OTHERWISE,
        FIRST_SERVER_STOPPED,
        SECOND_SERVER_STOPPED
    }

    private RouterOnPostgres server(String name) {
        return new RouterOnPostgres(database.config(), name, broker.uri(proxy.port()));
    }

    @AfterEach
    void close() throws IOException {
        worker.close();
        one.close();
        two.close();
        proxy.close();
    }

    private void register() {
        for (int number = 0; number < JOBS_PER_FAULT; number++) {
            one.router().register(new Registration("job-" + registered++, "t", number % 12, Payload.EMPTY_OBJECT));
        }
    }

    private void happen(Fault fault) throws Exception {
        done.add(fault);
        switch (fault) {
            case BROKER_KILLED -> {
                broker.kill();
                register();
                broker.run();
            }
            case MEMORY_ALARM -> {
                broker.ctl("set_vm_memory_high_watermark", "absolute", "1");
                register();
                broker.ctl("set_vm_memory_high_watermark", "0.4");
            }
            case CONNECTIONS_CLOSED -> broker.ctl("close_all_connections", "cut by the test");
            case CUT_WITHIN_CONFIRMS -> proxy.cutAfter(random.nextInt(BYTES_BEFORE_CUT_MAX));
            case QUEUE_DECLARED_OTHERWISE -> declareOtherwise();
            case FIRST_SERVER_STOPPED -> {
                one.close();
                one = server("one");
            }
            case SECOND_SERVER_STOPPED -> {
                two.close();
                two = server("two");
            }
        }
        register();
    }

    /** Jobs come no faster than they are done: what waits in the broker beyond the patience of the router is another attempt. */
    private void awaitBacklog() {
        Awaitility.await("the worker")
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> registered - worker.effects() < BACKLOG_MAX);
    }

    /**
     * By others, who take a queue away when nothing is in it and nobody listens, and forget what the document says of it. While somebody
     * listens, a queue is empty for the broker though messages of it are delivered and not acknowledged, and those would go with it.
     */
    private void declareOtherwise() {
        String queue = JobClass.values()[random.nextInt(3)].queue();
        worker.leave();
        try (Connection connection = broker.connect()) {
            Awaitility.await("nobody listens")
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> isTakenAway(connection, queue));
            try (Channel channel = connection.createChannel()) {
                channel.queueDeclare(queue, true, false, false, Map.of());
            }
        } catch (Exception notNow) {
            // There is something in it, or no broker.
        } finally {
            worker.comeBack();
        }
    }

    private static boolean isTakenAway(Connection connection, String queue) throws Exception {
        try (Channel channel = connection.createChannel()) {
            channel.queueDelete(queue, true, true);
            return true;
        } catch (IOException refused) {
            boolean isBeingLeft = String.valueOf(refused.getCause()).contains("in use");
            if (!isBeingLeft) {
                throw refused;
            }
            return false;
        }
    }

    /** Jobs that have not come to the worker, and how they stand. */
    private List<String> missing(int all) {
        return IntStream.range(0, all)
                .mapToObj(number -> "job-" + number)
                .filter(id -> !worker.isDone(id))
                .map(id -> Standing.of(one.services, id))
                .toList();
    }

    @Test
    void noJobIsLost_whateverBreaks() throws Exception {
        long until = System.nanoTime() + TIME.toNanos();
        register();
        for (int number = 0; number < FAULTS_MIN || System.nanoTime() < until; number++) {
            happen(Fault.values()[random.nextInt(Fault.values().length)]);
            awaitBacklog();
        }
        int all = registered;
        Awaitility.await("seed " + SEED + ", " + done)
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> assertThat(missing(all)).isEmpty());

        for (int number = 0; number < all; number++) {
            String id = "job-" + number;
            Job job = Answers.of(one.services.jobs().awaitJob(id, Duration.ofSeconds(30)));
            assertThat(job.state()).as(id).isEqualTo(JobState.SUCCEEDED);
            assertThat(job.attempts()).as("attempts of " + id).isOne();
        }
        System.out.println(all + " jobs, " + done.size() + " faults, " + worker.deliveries() + " deliveries");
    }
}
