package com.orchestrator.router;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.MessageProperties;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Does each job once, by its id, however often it comes, and says so through the broker. Comes back whenever its connection is gone. */
final class CountingWorker implements AutoCloseable {

    private final Broker broker;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Set<String> effects = ConcurrentHashMap.newKeySet();
    private final AtomicInteger deliveries = new AtomicInteger();
    private final AtomicBoolean isAway = new AtomicBoolean();

    private CountingWorker(Broker broker) {
        this.broker = broker;
    }

    static CountingWorker on(Broker broker) {
        CountingWorker worker = new CountingWorker(broker);
        Thread thread = new Thread(worker::work);
        thread.setDaemon(true);
        thread.start();
        return worker;
    }

    /** Jobs that were done. */
    int effects() {
        return effects.size();
    }

    boolean isDone(String jobId) {
        return effects.contains(jobId);
    }

    int deliveries() {
        return deliveries.get();
    }

    private void work() {
        try {
            do {
                if (isAway.get()) {
                    continue;
                }
                try (Connection connection = broker.connect()) {
                    for (String queue : List.of("job.high", "job.medium", "job.low")) {
                        consume(connection.createChannel(), queue);
                    }
                    while (connection.isOpen() && !isAway.get() && !ended.await(100, TimeUnit.MILLISECONDS)) {}
                } catch (InterruptedException stopped) {
                    throw stopped;
                } catch (Exception noBroker) {
                    // It is down, or its queues are not there yet.
                }
            } while (!ended.await(200, TimeUnit.MILLISECONDS));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void consume(Channel channel, String queue) throws IOException {
        channel.confirmSelect();
        channel.basicQos(20);
        channel.basicConsume(queue, false, new DefaultConsumer(channel) {
            /** The queue was taken away; the one that comes instead is found by who begins anew. */
            @Override
            public void handleCancel(String tag) {
                channel.getConnection().abort();
            }

            @Override
            public void handleDelivery(String tag, Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
                try {
                    String id = String.valueOf(properties.getHeaders().get("job-id"));
                    effects.add(id);
                    deliveries.incrementAndGet();
                    String report = "{\"jobId\":\"" + id + "\",\"status\":\"completed\",\"workerId\":\"w\",\"attempt\":"
                            + properties.getHeaders().get("attempt") + "}";
                    channel.basicPublish(
                            "status.exchange",
                            "status.update",
                            MessageProperties.PERSISTENT_BASIC,
                            report.getBytes(StandardCharsets.UTF_8));
                    channel.waitForConfirmsOrDie(10_000);
                    channel.basicAck(envelope.getDeliveryTag(), false);
                } catch (Exception gone) {
                    channel.getConnection().abort();
                }
            }
        });
    }

    /** What it had fetched and not done goes back to the queues first. */
    void leave() {
        isAway.set(true);
    }

    void comeBack() {
        isAway.set(false);
    }

    @Override
    public void close() {
        ended.countDown();
    }
}
