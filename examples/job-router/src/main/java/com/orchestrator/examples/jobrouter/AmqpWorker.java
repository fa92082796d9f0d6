package com.orchestrator.examples.jobrouter;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.MessageProperties;
import java.io.IOException;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/**
 * Is fed by the broker, the urgent queue first as far as it has anything. A message is acknowledged when the broker has the report, so
 * what is lost is done again; a message may come twice. Arguments: the broker's address and the worker's name.
 */
public final class AmqpWorker implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> QUEUES = List.of("job.high", "job.medium", "job.low");
    private static final int PREFETCH = 2;
    private static final long CONFIRM_MILLIS = 10_000;

    private final Connection connection;
    private final String name;

    AmqpWorker(String broker, String name)
            throws IOException, TimeoutException, URISyntaxException, GeneralSecurityException {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(broker);
        this.connection = factory.newConnection(name);
        this.name = name;
        try {
            for (String queue : QUEUES) {
                consume(queue);
            }
        } catch (IOException | RuntimeException notThere) {
            connection.abort();
            throw notThere;
        }
    }

    public static void main(String[] arguments)
            throws IOException, TimeoutException, URISyntaxException, GeneralSecurityException {
        // It goes on for as long as the connection has threads: until the queues are taken away.
        new AmqpWorker(arguments[0], arguments[1]);
    }

    private void consume(String queue) throws IOException {
        Channel channel = connection.createChannel();
        channel.confirmSelect();
        channel.basicQos(PREFETCH);
        channel.basicConsume(queue, false, new DefaultConsumer(channel) {
            /** Somebody has taken the queue away. What comes instead it would not hear of, so it ends and is started again by who runs it. */
            @Override
            public void handleCancel(String tag) {
                connection.abort();
            }

            @Override
            public void handleDelivery(String tag, Envelope envelope, AMQP.BasicProperties properties, byte[] body)
                    throws IOException {
                take(channel, envelope.getDeliveryTag(), properties, body);
            }
        });
    }

    /** What cannot be read is rejected, which makes it a dead letter and so a failed attempt; nothing else leaves the callback. */
    private void take(Channel channel, long delivery, AMQP.BasicProperties properties, byte[] body) throws IOException {
        try {
            Map<String, Object> headers = properties.getHeaders();
            if (!(headers.get("attempt") instanceof Number attempt)) {
                throw new IllegalArgumentException("The message is not the router's");
            }
            byte[] report = JSON.writeValueAsBytes(Calculate.report(
                    name, String.valueOf(headers.get("job-id")), attempt.intValue(), JSON.readTree(body)));
            channel.basicPublish("status.exchange", "status.update", MessageProperties.PERSISTENT_BASIC, report);
            channel.waitForConfirmsOrDie(CONFIRM_MILLIS);
            channel.basicAck(delivery, false);
        } catch (IOException | RuntimeException unreadable) {
            channel.basicReject(delivery, false);
        } catch (TimeoutException noWord) {
            channel.basicNack(delivery, false, true);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        connection.abort();
    }
}
