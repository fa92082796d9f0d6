package com.orchestrator.router.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.service.JobOutcome;
import com.orchestrator.router.Answers;
import com.orchestrator.router.Broker;
import com.orchestrator.router.JobClass;
import com.orchestrator.router.RouterOnPostgres;
import com.orchestrator.router.WaitingJob;
import com.orchestrator.testkit.TestDatabase;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a leader takes out of the engine, and what becomes of it when another leads. */
class RelayIT {

    /** A ninth of it is how often a leader looks. */
    private static final Duration PATIENCE = Duration.ofSeconds(9);

    private static final Duration WAIT = Duration.ofMinutes(2);
    private static final String QUEUE = JobClass.MEDIUM.queue();

    private final TestDatabase database = TestDatabase.create();
    private final RouterOnPostgres server = new RouterOnPostgres(database.config(), "puts", null);
    private Connection connection;
    private Channel channel;

    @BeforeEach
    void declare() throws Exception {
        connection = Broker.shared().connect();
        channel = connection.createChannel();
        Topology.declare(connection);
    }

    @AfterEach
    void close() throws Exception {
        connection.close();
        server.close();
    }

    private Relay relay(Duration patience) {
        return new Relay(server.services.tasks(), server.store, server.outbox, patience);
    }

    private Publisher publisher() throws Exception {
        return new Publisher(connection, new BridgeCounts());
    }

    private void put(String id) {
        Answers.of(server.services.jobs().putJob(WaitingJob.of(id, JobClass.MEDIUM.from(), Payload.EMPTY_OBJECT)));
    }

    private void awaitMessage(Relay relay, Publisher publisher) {
        Awaitility.await().atMost(WAIT).pollInterval(Duration.ofMillis(1)).until(() -> {
            relay.round(publisher);
            return channel.messageCount(QUEUE) == 1;
        });
    }

    /** The job's row is that of its one attempt. */
    private boolean isLeased(Duration atLeast) {
        return database.query("SELECT lease_expires_at > engine_now() + INTERVAL '" + atLeast.toMinutes()
                        + " min' FROM task_executions WHERE state = 'LEASED'")
                .equals(List.of("t"));
    }

    @Test
    void whatTheLeaderBeforeWroteDownLast_isPublishedByTheNext() throws Exception {
        Relay before = relay(PATIENCE);
        Publisher its = publisher();
        before.begin(its);
        put("late");
        before.round(its); // It has asked for the next class then.
        Relay next = relay(PATIENCE);
        Publisher publisher = publisher();
        next.begin(publisher);

        before.end(its);
        assertThat(channel.messageCount(QUEUE)).isZero();
        awaitMessage(next, publisher);
        assertThat(channel.basicGet(QUEUE, true).getProps().getMessageId()).isEqualTo("late#1");
    }

    @Test
    void whatTheBrokerHas_isExtendedOnlyWhenItHasWaitedForLong() throws Exception {
        Relay relay = relay(Duration.ofHours(1));
        Publisher publisher = publisher();
        relay.begin(publisher);
        put("waits");
        awaitMessage(relay, publisher);
        Awaitility.await().atMost(WAIT).pollInterval(Duration.ofMillis(1)).until(() -> {
            relay.round(publisher);
            return !server.outbox.takenFor(Duration.ZERO, 10).isEmpty();
        });
        assertThat(isLeased(Duration.ofMinutes(5))).isFalse();

        database.advance(Duration.ofMinutes(2));
        relay(Duration.ofHours(1)).begin(publisher());
        assertThat(isLeased(Duration.ofMinutes(50))).isTrue();
        assertThat(server.outbox.takenFor(Duration.ZERO, 10)).isEmpty();
        channel.queuePurge(QUEUE);
    }

    @Test
    void whatWaitsInALongQueue_isExtendedByThePage() throws Exception {
        int jobs = 2_500;
        List<JobOutcome.Item> items = IntStream.range(0, jobs)
                .mapToObj(number -> WaitingJob.of("waits-" + number, JobClass.MEDIUM.from(), Payload.EMPTY_OBJECT))
                .map(job -> new JobOutcome.Item(job, null))
                .toList();
        Answers.of(server.services.jobs().putJobs(items));
        Relay relay = relay(Duration.ofHours(1));
        Publisher publisher = publisher();
        relay.begin(publisher);
        Awaitility.await().atMost(WAIT).pollInterval(Duration.ofMillis(1)).until(() -> {
            relay.round(publisher);
            return server.outbox.takenFor(Duration.ZERO, jobs).size() == jobs;
        });

        Extensions extensions =
                new Extensions(server.services.tasks(), server.outbox, Duration.ZERO, Duration.ofHours(1));
        extensions.look();
        int pages = 0;
        while (extensions.isOpen()) {
            extensions.goOn();
            pages++;
        }
        assertThat(pages).as("three, and one that hears of the last").isEqualTo(4);
        assertThat(server.outbox.takenFor(Duration.ZERO, 1)).isEmpty();
        List<String> extended = database.query(
                "SELECT count(*) FROM task_executions WHERE lease_expires_at > engine_now() + INTERVAL '50 min'");
        assertThat(extended).containsExactly(String.valueOf(jobs));
        channel.queuePurge(QUEUE);
    }

    @Test
    void whatWentWithItsQueue_isAnotherAttempt_whenPatienceIsOver() throws Exception {
        Relay relay = relay(PATIENCE);
        Publisher publisher = publisher();
        relay.begin(publisher);
        put("gone");
        awaitMessage(relay, publisher);
        channel.queueDelete(QUEUE);
        Topology.declare(connection);

        database.advance(PATIENCE.multipliedBy(10));
        awaitMessage(relay, publisher);
        assertThat(channel.basicGet(QUEUE, true).getProps().getMessageId()).isEqualTo("gone#2");
    }
}
