package com.orchestrator.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.launcher.os.Await;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A script stands in for the worker, and a server for the server. */
class EtlWorkerOnDemandTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path root;

    private final CountDownLatch asked = new CountDownLatch(1);
    private HttpServer server;
    private volatile String jobs = "{\"items\":[],\"page\":{}}";

    @BeforeEach
    void prepare() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/v1/etl/jobs", exchange -> {
            byte[] body = jobs.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
            asked.countDown();
        });
        server.start();
        Path script = Files.writeString(
                root.resolve("orchestrator"),
                "#!/bin/sh\necho $$ $1 $ORCHESTRATOR_URL >>\"${0%/*}/called\"\nexec sleep 600\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private EtlWorkerOnDemand watch() {
        return EtlWorkerOnDemand.watch(root, url(), root.resolve("wanted"), root.resolve("worker.log"));
    }

    private String called() {
        try {
            Path called = root.resolve("called");
            return Files.exists(called) ? Files.readString(called) : "";
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private String awaitCall() {
        assertThat(Await.until(PATIENCE, Duration.ofMillis(20), () -> called().endsWith("\n")))
                .isTrue();
        return called();
    }

    @Test
    void aWorkerStartsWithTheFirstWork_once_andEndsWithTheServer() throws Exception {
        String call;
        try (EtlWorkerOnDemand onDemand = watch()) {
            assertThat(onDemand).isNotNull();
            assertThat(asked.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(called()).isEmpty();
            Files.createFile(root.resolve("wanted"));
            call = awaitCall();
        }
        assertThat(call).endsWith("etl-worker " + url() + "\n").hasLineCount(1);
        assertThat(ProcessHandle.of(Long.parseLong(call.split(" ")[0])).filter(ProcessHandle::isAlive))
                .isEmpty();
    }

    @Test
    void aWorkerStarts_whenThereAreJobsFromBefore() throws Exception {
        jobs = "{\"items\":[{\"name\":\"sales\"}],\"page\":{}}";
        try (EtlWorkerOnDemand onDemand = watch()) {
            assertThat(onDemand).isNotNull();
            assertThat(awaitCall()).contains("etl-worker");
        }
    }

    @Test
    void ofADownload_theWorkerIsTheProgramThatIsNamed() throws Exception {
        jobs = "{\"items\":[{\"name\":\"sales\"}],\"page\":{}}";
        Path program = Files.move(root.resolve("orchestrator"), root.resolve("etl-worker"));
        System.setProperty("orchestrator.etl.worker", program.toString());
        try (EtlWorkerOnDemand onDemand = watch()) {
            assertThat(onDemand).isNotNull();
            assertThat(awaitCall()).endsWith(" " + url() + "\n").doesNotContain("etl-worker");
        } finally {
            System.clearProperty("orchestrator.etl.worker");
        }
    }
}
