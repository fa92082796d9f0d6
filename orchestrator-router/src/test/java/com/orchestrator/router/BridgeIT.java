package com.orchestrator.router;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.job.Job;
import com.orchestrator.api.job.JobState;
import com.orchestrator.api.model.Explanation;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.Reason;
import com.orchestrator.api.model.ReasonCode;
import com.orchestrator.testkit.TestDatabase;
import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.MessageProperties;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The bridge against a real RabbitMQ and a real PostgreSQL. One server for all, since its start takes longer than most of them. */
class BridgeIT {

    private static final TestDatabase DATABASE = TestDatabase.create();

    private static Broker broker;
    private static RouterOnPostgres server;

    private Connection connection;
    private Channel channel;

    @BeforeAll
    static void start() {
        broker = Broker.shared();
        server = new RouterOnPostgres(DATABASE.config(), "one", broker.uri());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void open() throws Exception {
        await(() -> bridge().isConnected());
        connect();
        for (JobClass jobs : JobClass.values()) {
            channel.queuePurge(jobs.queue());
        }
    }

    private void connect() throws Exception {
        connection = broker.connect();
        channel = connection.createChannel();
    }

    @AfterEach
    void close() {
        connection.abort();
    }

    private static void await(java.util.concurrent.Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(50))
                .until(condition);
    }

    private RouterFigures.Bridge bridge() {
        RouterFigures.Bridge figures = server.router().figures().bridge();
        assertThat(figures).isNotNull();
        return figures;
    }

    private void register(String id, int priority) {
        server.router().register(new Registration(id, "calculate", priority, Payload.ofJson("{\"numbers\":[1,2,3]}")));
    }

    private Job job(String id) {
        return server.services.jobs().getJob(id);
    }

    /** Why a job does not move. */
    private String waits(String id) {
        Explanation explanation =
                server.router().explained(server.services.workflows().explainWorkflow(job(id).instanceId()));
        assertThat(explanation.reasons()).extracting(Reason::code).containsExactly(ReasonCode.BROKER_PENDING);
        return explanation.reasons().get(0).message();
    }

    private GetResponse take(String queue) {
        List<GetResponse> got = new ArrayList<>();
        await(() -> {
            @Nullable GetResponse one = channel.basicGet(queue, false);
            if (one != null) {
                got.add(one);
            }
            return one != null;
        });
        return got.get(0);
    }

    private void say(String body) throws Exception {
        channel.basicPublish(
                "status.exchange",
                "status.update",
                MessageProperties.PERSISTENT_BASIC,
                body.getBytes(StandardCharsets.UTF_8));
    }

    private static String completed(String id, int attempt) {
        return "{\"jobId\":\"" + id + "\",\"status\":\"completed\",\"workerId\":\"amqp-1\",\"attempt\":" + attempt
                + ",\"result\":{\"sum\":6}}";
    }

    @Test
    void job_goesThroughTheBroker_andItsResultComesBack() throws Exception {
        int others = server.outbox.openCount();
        register("job-123", 12);

        GetResponse message = take("job.high");
        AMQP.BasicProperties properties = message.getProps();
        assertThat(new String(message.getBody(), StandardCharsets.UTF_8)).isEqualTo("{\"numbers\":[1,2,3]}");
        assertThat(properties.getMessageId()).isEqualTo("job-123#1");
        assertThat(properties.getType()).isEqualTo("calculate");
        assertThat(properties.getPriority()).isEqualTo(10);
        assertThat(properties.getDeliveryMode()).isEqualTo(2);
        assertThat(job("job-123").state()).isEqualTo(JobState.RUNNING);

        say(completed("job-123", 1));
        channel.basicAck(message.getEnvelope().getDeliveryTag(), false);
        await(() -> job("job-123").state() == JobState.SUCCEEDED);
        assertThat(String.valueOf(job("job-123").output())).contains("6");
        assertThat(server.outbox.openCount()).isEqualTo(others);
    }

    @Test
    void priorities_haveTheirQueues() {
        register("low", 0);
        register("medium", 7);

        assertThat(take("job.medium").getProps().getMessageId()).isEqualTo("medium#1");
        assertThat(take("job.low").getProps().getMessageId()).isEqualTo("low#1");
    }

    @Test
    void whatWaitsInTheBroker_isToldToAll() {
        register("waits", 5);

        await(() -> server.router().cluster().word().queues().stream()
                .anyMatch(queue -> queue.name().equals("job.medium") && queue.messages() == 1));
        take("job.medium");
        await(() -> server.router().cluster().word().queues().stream()
                .anyMatch(queue -> queue.name().equals("job.medium") && queue.messages() == 0));
    }

    @Test
    void reportOfAnotherAttempt_isRefused_andOfThisTaken() throws Exception {
        register("fenced", 5);
        take("job.medium");
        long refused = bridge().statusRefused();

        say(completed("fenced", 2));
        say("{\"jobId\":\"fenced\",\"status\":\"well\"}");
        say("no json");
        await(() -> bridge().statusRefused() == refused + 3);
        assertThat(job("fenced").state()).isEqualTo(JobState.RUNNING);

        say(completed("fenced", 1));
        await(() -> job("fenced").state() == JobState.SUCCEEDED);
    }

    @Test
    void statusQueueDeleted_isDeclaredAnew() throws Exception {
        channel.queueDelete("status.updates");
        register("deaf", 5);
        take("job.medium");

        await(() -> {
            say(completed("deaf", 1));
            return job("deaf").state() == JobState.SUCCEEDED;
        });
    }

    @Test
    void deadLetter_isAFailedAttempt() throws Exception {
        broker.ctl("set_policy", "router-dead", "^job\\.", "{\"dead-letter-exchange\":\"jobs.dead\"}");
        register("poison", 5);
        GetResponse message = take("job.medium");

        channel.basicReject(message.getEnvelope().getDeliveryTag(), false);

        await(() -> bridge().deadLetters() > 0);
        assertThat(take("job.medium").getProps().getMessageId()).isEqualTo("poison#2");
        broker.ctl("clear_policy", "router-dead");
    }

    @Test
    void queueWithOtherArguments_isSaid_andLeftAlone() throws Exception {
        server.close();
        channel.queueDelete("job.low");
        channel.queueDeclare("job.low", true, false, false, Map.of());
        server = new RouterOnPostgres(DATABASE.config(), "one", broker.uri());
        await(() -> bridge().isConnected());

        assertThat(bridge().trouble()).contains("queue 'job.low' is there with other arguments", "x-max-priority");
        register("still", 0);
        assertThat(take("job.low").getProps().getMessageId()).isEqualTo("still#1");
        channel.queueDelete("job.low");
        server.close();
        server = new RouterOnPostgres(DATABASE.config(), "one", broker.uri());
    }

    @Test
    void brokerKilled_jobsWait_andFlowWhenItIsBack_eachOnce() throws Exception {
        register("before", 5);
        take("job.medium");
        broker.kill();
        await(() -> !bridge().isConnected());
        for (int number = 0; number < 200; number++) {
            register("j" + number, number % 12);
        }
        assertThat(job("j0").state()).isEqualTo(JobState.PENDING);
        await(() -> String.valueOf(bridge().trouble()).contains("cannot be used"));
        await(() -> waits("j0").contains("published to queue job.low of the broker: The broker cannot be used"));

        broker.run();
        connect();
        Set<String> done = ConcurrentHashMap.newKeySet();
        await(() -> {
            for (JobClass jobs : JobClass.values()) {
                for (GetResponse message = channel.basicGet(jobs.queue(), true);
                        message != null;
                        message = channel.basicGet(jobs.queue(), true)) {
                    if (done.add(message.getProps().getMessageId())) {
                        String id =
                                String.valueOf(message.getProps().getHeaders().get("job-id"));
                        say(completed(id, 1));
                    }
                }
            }
            return done.size() == 201;
        });
        for (int number = 0; number < 200; number++) {
            String id = "j" + number;
            await(() -> job(id).state() == JobState.SUCCEEDED);
            assertThat(job(id).attempts()).isEqualTo(1);
        }
        await(() -> job("before").state() == JobState.SUCCEEDED);
    }

    /** As the broker promises it: of what waits in a queue the greater number comes first, also of what has come through a crash. */
    @Test
    void prioritiesOfAQueue_areKept_thoughTheBrokerIsKilled() throws Exception {
        registerLow("old-");
        await(() -> channel.messageCount("job.low") == 20 && bridge().unconfirmed() == 0);
        broker.kill();
        await(() -> !bridge().isConnected());
        registerLow("new-");
        broker.run();
        connect();
        awaitPublished("new-");
        await(() -> channel.messageCount("job.low") >= 40 && bridge().unconfirmed() == 0);

        Set<String> ids = new HashSet<>();
        List<Integer> order = new ArrayList<>();
        for (GetResponse got = channel.basicGet("job.low", true);
                got != null;
                got = channel.basicGet("job.low", true)) {
            ids.add(got.getProps().getMessageId());
            order.add(got.getProps().getPriority());
        }
        assertThat(ids).contains("old-0#1", "old-19#1", "new-0#1", "new-19#1").hasSizeGreaterThanOrEqualTo(40);
        assertThat(order).isSortedAccordingTo(Comparator.reverseOrder()).contains(0, 1);
    }

    /** What is leased is published in its turn: behind it comes what was registered when all of it was. */
    private void awaitPublished(String prefix) {
        for (int number = 0; number < 20; number++) {
            String id = prefix + number;
            await(() -> job(id).state() == JobState.RUNNING);
        }
        register("behind", 5);
        assertThat(take("job.medium").getProps().getMessageId()).isEqualTo("behind#1");
    }

    private void registerLow(String prefix) {
        for (int number = 0; number < 20; number++) {
            register(prefix + number, number % 2 * 3);
        }
    }

    @Test
    void blockedBroker_isSaid_andJobsWait() throws Exception {
        broker.ctl("set_vm_memory_high_watermark", "absolute", "1");
        try {
            for (int number = 0; number < 20; number++) {
                register("b" + number, 5);
            }
            await(() -> bridge().isBlocked());
            assertThat(bridge().trouble()).contains("alarm");
            register("b20", 5);
            await(() -> waits("b20").contains("queue job.medium of the broker: The broker takes nothing now"));
        } finally {
            broker.ctl("set_vm_memory_high_watermark", "0.4");
        }
        Set<String> seen = ConcurrentHashMap.newKeySet();
        await(() -> {
            GetResponse message = channel.basicGet("job.medium", true);
            if (message != null) {
                seen.add(message.getProps().getMessageId());
            }
            return seen.size() == 21;
        });
    }
}
