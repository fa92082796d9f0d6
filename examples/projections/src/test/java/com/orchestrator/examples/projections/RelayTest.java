package com.orchestrator.examples.projections;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.webhook.WebhookSignature;
import com.orchestrator.projections.tables.TableNames;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A receiver refuses at first, then takes a message without saying so; the relay is ended in between. */
class RelayTest {

    private static final String SECRET = WebhookSignature.newSecret();
    private static final int NO_BODY = -1;

    @TempDir
    private Path folder;

    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final AtomicBoolean again = new AtomicBoolean();
    private int asked;
    private Database database;
    private HttpServer receiver;
    private URI url;

    @BeforeEach
    void open() throws IOException, SQLException {
        database = new Database(folder.resolve("shop.db"), TableNames.DEFAULT.withSchema("history"));
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", this::take);
        receiver.start();
        url = URI.create("http://127.0.0.1:" + receiver.getAddress().getPort() + "/");
    }

    @AfterEach
    void close() {
        receiver.stop(0);
    }

    private void take(HttpExchange exchange) throws IOException {
        String id = exchange.getRequestHeaders().getFirst(WebhookSignature.ID);
        boolean isOurs = WebhookSignature.verify(
                SECRET,
                id,
                exchange.getRequestHeaders().getFirst(WebhookSignature.TIMESTAMP),
                exchange.getRequestHeaders().getFirst(WebhookSignature.SIGNATURE),
                exchange.getRequestBody().readAllBytes());
        asked++;
        if (asked == 1 || asked > 3 && !again.get()) {
            exchange.sendResponseHeaders(503, NO_BODY);
        } else {
            told.add(isOurs ? id : "forged");
            if (asked != 3) {
                exchange.sendResponseHeaders(204, NO_BODY);
            }
        }
        exchange.close();
    }

    private String next() throws InterruptedException {
        return String.valueOf(told.poll(30, TimeUnit.SECONDS));
    }

    @Test
    void eachMessage_isTold_inItsOrder_againWhereNobodyKnows() throws Exception {
        try (Connection connection = database.source().getConnection();
                Statement insert = connection.createStatement()) {
            insert.execute("INSERT INTO outbox (message_id, topic, body) VALUES ('m1', 't', '1'), ('m2', 't', '2'),"
                    + " ('m3', 't', '3')");
        }
        try (Relay relay = new Relay(database, url, SECRET)) {
            relay.start();
            assertThat(List.of(next(), next())).containsExactly("m1", "m2");
        }
        assertThat(database.outbox(10)).extracting(Relay.Message::id).containsExactly("m2", "m3");
        again.set(true);
        try (Relay relay = new Relay(database, url, SECRET)) {
            relay.start();
            assertThat(List.of(next(), next())).containsExactly("m2", "m3");
        }
        assertThat(database.outbox(10)).isEmpty();
    }
}
