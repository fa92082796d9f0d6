package com.orchestrator.examples.projections;

import com.orchestrator.api.webhook.WebhookSignature;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Sends what stands in the outbox to a receiver, in its order, as webhooks of the orchestrator are sent: signed, with an id. A message leaves the
 * outbox when it was taken, so it comes again when the answer was lost; receivers know by the id what they have.
 */
final class Relay implements AutoCloseable {

    private static final Duration PAUSE_MIN = Duration.ofMillis(50);
    private static final Duration PAUSE_MAX = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final int PIECE = 100;
    private static final int GOOD = 2;
    private static final int HUNDRED = 100;

    private final Database database;
    private final URI receiver;
    private final String secret;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "relay");

    Relay(Database database, URI receiver, String secret) {
        this.database = database;
        this.receiver = receiver;
        this.secret = secret;
    }

    /** What is to be sent. */
    record Message(String id, String topic, String body) {}

    void start() {
        thread.start();
    }

    private void run() {
        Duration pause = PAUSE_MIN;
        try {
            while (!closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                pause = sendAll() ? PAUSE_MIN : longer(pause);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(PAUSE_MAX) < 0 ? twice : PAUSE_MAX;
    }

    /** False when a message was not taken; those behind it wait, so that their order is kept. */
    private boolean sendAll() throws InterruptedException {
        try {
            for (List<Message> piece = database.outbox(PIECE); !piece.isEmpty(); piece = database.outbox(PIECE)) {
                for (Message message : piece) {
                    if (!isTaken(message)) {
                        return false;
                    }
                    database.sent(message.id());
                }
            }
            return true;
        } catch (IOException | SQLException e) {
            return false;
        }
    }

    private boolean isTaken(Message message) throws IOException, InterruptedException {
        byte[] body = message.body().getBytes(StandardCharsets.UTF_8);
        long second = InstantSource.system().instant().getEpochSecond();
        HttpResponse<Void> answer = http.send(
                HttpRequest.newBuilder(receiver)
                        .timeout(PATIENCE)
                        .header("topic", message.topic())
                        .header(WebhookSignature.ID, message.id())
                        .header(WebhookSignature.TIMESTAMP, Long.toString(second))
                        .header(
                                WebhookSignature.SIGNATURE,
                                WebhookSignature.sign(List.of(secret), message.id(), second, body))
                        .POST(BodyPublishers.ofByteArray(body))
                        .build(),
                BodyHandlers.discarding());
        return answer.statusCode() / HUNDRED == GOOD;
    }

    /** Ends after the message that is under way; the others are sent by the next one. */
    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
