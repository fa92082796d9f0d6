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
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes what comes back from the broker: what workers say, and messages that nobody could use. */
final class Intake {

    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PREFETCH = 64;

    private final Consumer<StatusReport> reports;
    private final BridgeCounts counts;
    private volatile boolean isDeaf;

    Intake(Consumer<StatusReport> reports, BridgeCounts counts) {
        this.reports = reports;
        this.counts = counts;
    }

    void listen(Connection connection) throws IOException {
        isDeaf = false;
        consume(connection, Topology.STATUS_QUEUE, message -> statusOf(message.body()));
        consume(connection, Topology.DEAD, message -> {
            counts.deadLetters.incrementAndGet();
            return failureOf(message.properties());
        });
    }

    private record Message(AMQP.BasicProperties properties, byte[] body) {}

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
                take(channel, envelope.getDeliveryTag(), queue, () -> reading.of(new Message(properties, body)));
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

    @FunctionalInterface
    private interface Report {
        StatusReport read() throws IOException;
    }

    /**
     * An exception that left here would close the channel for good, so none does. What nobody can decide now, since the database does not
     * answer, stays with the broker: after a pause all begins anew, and it comes again.
     */
    private void take(Channel channel, long tag, String queue, Report report) {
        if (isDeaf) {
            return;
        }
        try {
            reports.accept(report.read());
            counts.statusTaken.incrementAndGet();
        } catch (OrchestratorException refusal) {
            if (refusal.code().isRetryable()) {
                isDeaf = true;
                return;
            }
            refused(queue, String.valueOf(refusal.getMessage()));
        } catch (StoreUnavailableException noDatabase) {
            isDeaf = true;
            return;
        } catch (IOException | RuntimeException unreadable) {
            refused(queue, "cannot be read: " + unreadable.getMessage());
        }
        acknowledge(channel, tag);
    }

    /** Messages that were fetched ahead still come when the channel has gone; the broker has them too, and sends them again. */
    private static void acknowledge(Channel channel, long tag) {
        try {
            channel.basicAck(tag, false);
        } catch (IOException | ShutdownSignalException gone) {
            LOG.debug("A message is not acknowledged and will come again: {}", gone.getMessage());
        }
    }

    private void refused(String queue, String why) {
        counts.statusRefused.incrementAndGet();
        LOG.info("A message of {} was refused: {}", queue, why);
    }
}
