package com.orchestrator.router.amqp;

import com.orchestrator.router.Dispatch;
import com.orchestrator.router.JobClass;
import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Publishes and finds out what has become of it. The broker has a message when it says so and has not sent it back, on the channel it
 * went out on; whatever else happens, it may have it or not, and has to be published again, on another channel.
 */
final class Publisher {

    private static final String JSON = "application/json";
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final long WORD_MILLIS_MAX = 1_000;

    private final Channel channel;
    private final BridgeCounts counts;
    private final NavigableMap<Long, Sent> pending = new TreeMap<>();
    private final Set<String> returned = new HashSet<>();
    private List<Dispatch> confirmed = new ArrayList<>();
    private int refused;

    /** @param at by {@link System#nanoTime()} */
    private record Sent(Dispatch dispatch, long at) {}

    Publisher(Connection connection, BridgeCounts counts) throws IOException {
        this.counts = counts;
        channel = connection.createChannel();
        channel.confirmSelect();
        channel.addReturnListener(message -> sentBack(message.getProperties().getMessageId()));
        channel.addConfirmListener(this::confirmed, this::refused);
        channel.addShutdownListener(this::closed);
    }

    /** Returns before the broker has said anything. */
    void publish(List<Dispatch> dispatches) throws IOException {
        for (Dispatch dispatch : dispatches) {
            enter(dispatch);
            JobClass jobs = JobClass.of(dispatch.priority());
            channel.basicPublish(
                    Topology.JOBS,
                    jobs.queue(),
                    true,
                    properties(dispatch, jobs),
                    dispatch.payload().bytes());
        }
        counts.published.addAndGet(dispatches.size());
    }

    private synchronized void enter(Dispatch dispatch) {
        pending.put(channel.getNextPublishSeqNo(), new Sent(dispatch, System.nanoTime()));
    }

    private static AMQP.BasicProperties properties(Dispatch dispatch, JobClass jobs) {
        Map<String, Object> headers = new HashMap<>();
        headers.put("job-id", dispatch.jobId());
        headers.put("attempt", dispatch.attempt());
        return new AMQP.BasicProperties.Builder()
                .messageId(dispatch.messageId())
                .type(dispatch.jobType())
                .priority(jobs.messagePriority(dispatch.priority()))
                .deliveryMode(2)
                .contentType(JSON)
                .headers(headers)
                .build();
    }

    /** What the broker has by now and had not when this was last asked. */
    synchronized List<Dispatch> confirmed() {
        List<Dispatch> had = confirmed;
        confirmed = new ArrayList<>();
        return had;
    }

    /** How many messages the broker has said nothing of. */
    synchronized int pending() {
        return pending.size();
    }

    /**
     * Returns when the broker has so many messages or all, or after a second: each word of its own would be a transaction of its own.
     */
    synchronized void awaitWord(int many) throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(WORD_MILLIS_MAX);
        long left = until - System.nanoTime();
        while (left > 0 && confirmed.size() < many && !pending.isEmpty() && refused == 0 && channel.isOpen()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
            left = until - System.nanoTime();
        }
    }

    private synchronized void sentBack(String messageId) {
        counts.returned.incrementAndGet();
        returned.add(messageId);
    }

    private synchronized void confirmed(long number, boolean andBefore) {
        NavigableMap<Long, Sent> done = meant(number, andBefore);
        for (Sent sent : done.values()) {
            if (returned.remove(sent.dispatch().messageId())) {
                refused++;
            } else {
                confirmed.add(sent.dispatch());
            }
        }
        done.clear();
        notifyAll();
    }

    private synchronized void refused(long number, boolean andBefore) {
        NavigableMap<Long, Sent> done = meant(number, andBefore);
        refused += done.size();
        done.clear();
        notifyAll();
    }

    private NavigableMap<Long, Sent> meant(long number, boolean andBefore) {
        return andBefore ? pending.headMap(number, true) : pending.subMap(number, true, number, true);
    }

    private synchronized void closed(ShutdownSignalException cause) {
        notifyAll();
    }

    /**
     * Whether it can go on. What it has published and not heard of has to be published by another one when it cannot.
     *
     * @throws IOException saying why, when the broker does not take what it is given
     */
    synchronized boolean isFit(boolean isBlocked) throws IOException {
        if (refused > 0) {
            throw new IOException("The broker has not taken " + refused + " messages: no queue of it takes them");
        }
        boolean isLate = !isBlocked
                && !pending.isEmpty()
                && System.nanoTime() - pending.firstEntry().getValue().at() > PATIENCE.toNanos();
        if (isLate) {
            throw new IOException("The broker says nothing of messages for " + PATIENCE.toSeconds() + " s");
        }
        return channel.isOpen();
    }
}
