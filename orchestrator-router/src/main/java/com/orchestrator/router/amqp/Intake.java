package com.orchestrator.router.amqp;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.store.StoreUnavailableException;
import com.orchestrator.router.JobStatus;
import com.orchestrator.router.StatusReport;
import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what comes back from the broker: what workers say, and messages that nobody could use. Those of one job one after the other, and of
 * many jobs at once, so that the engine makes them durable together.
 */
final class Intake implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LANES = 16;
    private static final int PREFETCH = 16 * LANES;

    private final Consumer<StatusReport> reports;
    private final BridgeCounts counts;
    private final List<ExecutorService> lanes =
            Stream.generate(Intake::lane).limit(LANES).toList();
    private volatile boolean isDeaf;

    Intake(Consumer<StatusReport> reports, BridgeCounts counts) {
        this.reports = reports;
        this.counts = counts;
    }

    private static ExecutorService lane() {
        return Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "orchestrator-router-reports");
            thread.setDaemon(true);
            return thread;
        });
    }

    void listen(Connection connection) throws IOException {
        isDeaf = false;
        consume(connection, Topology.STATUS_QUEUE, message -> statusOf(message.body()));
        consume(connection, Topology.DEAD, message -> {
            counts.deadLetters.incrementAndGet();
            return failureOf(message.properties());
        });
    }

    private record Message(Channel channel, long tag, String queue, AMQP.BasicProperties properties, byte[] body) {}

    @FunctionalInterface
    private interface Reading {
        StatusReport of(Message message) throws IOException;
    }

    /** A report as a message; what else it says is of no concern. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Said(
            @Nullable String jobId,
            @Nullable String status,
            @Nullable String workerId,
            @Nullable Integer attempt,
            @Nullable JsonNode result,
            @Nullable String error) {}

    private static StatusReport statusOf(byte[] body) throws IOException {
        Said said = JSON.readValue(body, Said.class);
        if (said.jobId() == null || said.status() == null) {
            throw new IllegalArgumentException("no 'jobId' or no 'status'");
        }
        JobStatus status = Arrays.stream(JobStatus.values())
                .filter(known -> known.word().equals(said.status()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + said.status() + "' is no status"));
        JsonNode result = said.result();
        return new StatusReport(
                said.jobId(),
                status,
                said.workerId(),
                said.attempt(),
                result == null ? null : Payload.ofTree(result),
                said.error());
    }

    private static StatusReport failureOf(AMQP.BasicProperties properties) {
        Map<String, Object> headers = properties.getHeaders() == null ? Map.of() : properties.getHeaders();
        if (!(headers.get("attempt") instanceof Number attempt) || headers.get("job-id") == null) {
            throw new IllegalArgumentException("it is no job of this router");
        }
        Object reason = headers.getOrDefault("x-first-death-reason", "unknown");
        return new StatusReport(
                String.valueOf(headers.get("job-id")),
                JobStatus.FAILED,
                "dead-letter",
                attempt.intValue(),
                null,
                "the broker gave the message up: " + reason);
    }

    private void consume(Connection connection, String queue, Reading reading) throws IOException {
        Channel channel = connection.createChannel();
        channel.basicQos(PREFETCH);
        channel.basicConsume(queue, false, new DefaultConsumer(channel) {
            @Override
            public void handleDelivery(String tag, Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
                Message message = new Message(channel, envelope.getDeliveryTag(), queue, properties, body);
                read(message, reading);
            }

            @Override
            public void handleCancel(String tag) {
                isDeaf = true;
            }

            @Override
            public void handleShutdownSignal(String tag, ShutdownSignalException cause) {
                isDeaf = true;
            }
        });
    }

    /** A queue was deleted or a channel closed, which nothing but a new beginning mends. */
    boolean isDeaf() {
        return isDeaf;
    }

    private void read(Message message, Reading reading) {
        try {
            StatusReport report = reading.of(message);
            lanes.get(Math.floorMod(report.jobId().hashCode(), LANES)).execute(() -> take(message, report));
        } catch (RejectedExecutionException closed) {
            LOG.debug("A message is not taken and will come again");
        } catch (IOException | RuntimeException unreadable) {
            refused(message, "cannot be read: " + unreadable.getMessage());
        }
    }

    /**
     * What nobody can decide now, since the database does not answer, stays with the broker: after a pause all begins anew, and it comes
     * again.
     */
    private void take(Message message, StatusReport report) {
        if (isDeaf) {
            return;
        }
        try {
            reports.accept(report);
            counts.statusTaken.incrementAndGet();
            acknowledge(message);
        } catch (StoreUnavailableException noDatabase) {
            isDeaf = true;
        } catch (OrchestratorException refusal) {
            if (refusal.code().isRetryable()) {
                isDeaf = true;
            } else {
                refused(message, String.valueOf(refusal.getMessage()));
            }
        } catch (RuntimeException fault) {
            refused(message, "cannot be taken: " + fault);
        }
    }

    private void refused(Message message, String why) {
        counts.statusRefused.incrementAndGet();
        LOG.info("A message of {} was refused: {}", message.queue(), why);
        acknowledge(message);
    }

    /** Messages that were fetched ahead still come when the channel has gone; the broker has them too, and sends them again. */
    private static void acknowledge(Message message) {
        try {
            message.channel().basicAck(message.tag(), false);
        } catch (IOException | ShutdownSignalException gone) {
            LOG.debug("A message is not acknowledged and will come again: {}", gone.getMessage());
        }
    }

    @Override
    public void close() {
        lanes.forEach(ExecutorService::shutdown);
    }
}
