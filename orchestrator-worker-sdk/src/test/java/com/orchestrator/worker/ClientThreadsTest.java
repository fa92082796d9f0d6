package com.orchestrator.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who does the work of a call. */
@Timeout(60)
class ClientThreadsTest {

    private static final int CALLS = 50;

    private final AtomicInteger calls = new AtomicInteger();
    private final CountDownLatch never = new CountDownLatch(1);
    private final CountDownLatch called = new CountDownLatch(1);
    private HttpServer server;
    private OrchestratorClient client;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/v1/quick", exchange -> {
            calls.incrementAndGet();
            byte[] answer = "{}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.createContext("/api/v1/never", exchange -> {
            calls.incrementAndGet();
            called.countDown();
            awaitEnd();
            exchange.close();
        });
        server.start();
        client = OrchestratorClient.connect(
                URI.create("http://localhost:" + server.getAddress().getPort()));
    }

    private void awaitEnd() {
        try {
            never.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterEach
    void stop() {
        never.countDown();
        server.stop(0);
    }

    /** With two processors the JDK's client has a new one for each answer that nobody waits for. */
    @Test
    void callsNeedNoThreadsOfTheirOwn() {
        client.get("/quick", Object.class);
        Set<Thread> before = threads();
        Set<Thread> seen = ConcurrentHashMap.newKeySet();

        for (int call = 0; call < CALLS; call++) {
            client.get("/quick", Object.class);
            seen.addAll(threads());
        }

        seen.removeAll(before);
        assertThat(seen.stream().map(Thread::getName).collect(Collectors.toSet()))
                .isEmpty();
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet();
    }

    @Test
    void whoIsInterruptedWhileWaiting_isToldSo_andNothingIsRepeated() throws Exception {
        Thread caller = Thread.currentThread();
        Thread other = new Thread(() -> {
            try {
                called.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            caller.interrupt();
        });
        other.start();

        assertThatThrownBy(() -> client.get("/never", Object.class))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("Interrupted");

        assertThat(Thread.interrupted()).isTrue();
        other.join();
        assertThat(calls).hasValue(1);
    }
}
