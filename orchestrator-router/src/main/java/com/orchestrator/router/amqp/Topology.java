package com.orchestrator.router.amqp;

import com.orchestrator.router.BrokerQueue;
import com.orchestrator.router.JobClass;
import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * What has to be there in the broker. The queues of jobs have the arguments of the document and no others, so that its workers can
 * declare them as well; where dead letters go is said by a policy ({@code docs/how-to/router.md}).
 */
final class Topology {

    static final String JOBS = "jobs.exchange";
    static final String STATUS = "status.exchange";
    static final String STATUS_KEY = "status.update";
    static final String STATUS_QUEUE = "status.updates";
    static final String DEAD = "jobs.dead";

    private Topology() {}

    /**
     * Declares all of it; what is there already as it should be stays.
     *
     * @return what is there otherwise, in words; it is used as it is
     */
    static List<String> declare(Connection connection) throws IOException, TimeoutException {
        List<String> otherwise = new ArrayList<>();
        attempt(connection, otherwise, "exchange '" + JOBS + "'", c -> c.exchangeDeclare(JOBS, "direct", true));
        attempt(connection, otherwise, "exchange '" + STATUS + "'", c -> c.exchangeDeclare(STATUS, "direct", true));
        attempt(connection, otherwise, "exchange '" + DEAD + "'", c -> c.exchangeDeclare(DEAD, "fanout", true));
        for (JobClass jobs : JobClass.values()) {
            declareQueue(connection, otherwise, jobs.queue(), Map.of("x-max-priority", jobs.messagePriorityMax()));
            attempt(
                    connection,
                    otherwise,
                    "binding of '" + jobs.queue() + "'",
                    c -> c.queueBind(jobs.queue(), JOBS, jobs.queue()));
        }
        declareQueue(connection, otherwise, STATUS_QUEUE, Map.of());
        attempt(
                connection,
                otherwise,
                "binding of '" + STATUS_QUEUE + "'",
                c -> c.queueBind(STATUS_QUEUE, STATUS, STATUS_KEY));
        declareQueue(connection, otherwise, DEAD, Map.of());
        attempt(connection, otherwise, "binding of '" + DEAD + "'", c -> c.queueBind(DEAD, DEAD, ""));
        return otherwise;
    }

    /** What waits in its queues; without those that are not there. */
    static List<BrokerQueue> depths(Connection connection) throws IOException, TimeoutException {
        List<BrokerQueue> depths = new ArrayList<>();
        for (String queue : queues()) {
            attempt(connection, new ArrayList<>(), "queue", channel -> {
                AMQP.Queue.DeclareOk found = channel.queueDeclarePassive(queue);
                depths.add(new BrokerQueue(queue, found.getMessageCount(), found.getConsumerCount()));
            });
        }
        return depths;
    }

    private static List<String> queues() {
        return Stream.concat(Arrays.stream(JobClass.values()).map(JobClass::queue), Stream.of(STATUS_QUEUE, DEAD))
                .toList();
    }

    private static void declareQueue(
            Connection connection, List<String> otherwise, String queue, Map<String, Object> arguments)
            throws IOException, TimeoutException {
        attempt(
                connection,
                otherwise,
                "queue '" + queue + "'",
                c -> c.queueDeclare(queue, true, false, false, arguments));
    }

    /** On a channel of its own: what the broker refuses closes it. */
    private static void attempt(Connection connection, List<String> otherwise, String what, Declaration declaration)
            throws IOException, TimeoutException {
        Channel channel = connection.createChannel();
        try {
            declaration.on(channel);
        } catch (IOException refused) {
            if (!connection.isOpen() || !(refused.getCause() instanceof ShutdownSignalException signal)) {
                throw refused;
            }
            otherwise.add(what + " is there with other arguments: " + signal.getReason());
        } finally {
            if (channel.isOpen()) {
                channel.close();
            }
        }
    }

    @FunctionalInterface
    private interface Declaration {
        void on(Channel channel) throws IOException;
    }
}
