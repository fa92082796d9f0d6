package com.orchestrator.router;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A real RabbitMQ, by the project's own scripts, which install it where they can; where they cannot, the test fails with their sentence.
 * One serves all tests of a process; each finds it empty.
 */
public final class Broker implements AutoCloseable {

    private static final Path SCRIPT = script();
    private static final List<String> QUEUES =
            List.of("job.high", "job.medium", "job.low", "status.updates", "jobs.dead");
    private static final List<String> EXCHANGES = List.of("jobs.exchange", "status.exchange", "jobs.dead");

    private static @Nullable Broker shared;

    private final Path home;
    private final int port;
    private Process process;

    private Broker(Path home, int port) {
        this.home = home;
        this.port = port;
    }

    private static Path script() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path script = at.resolve("orchestrator-router/rabbitmq.sh");
            if (Files.exists(script)) {
                return script;
            }
        }
        throw new AssertionError("There is no orchestrator-router/rabbitmq.sh above "
                + Path.of("").toAbsolutePath());
    }

    /** That of this process, running, with nothing of ours in it. */
    public static synchronized Broker shared() {
        if (shared == null) {
            shared = start();
            Runtime.getRuntime().addShutdownHook(new Thread(shared::close));
        } else if (!shared.isUp()) {
            shared.kill();
            shared.run();
        }
        shared.empty();
        return shared;
    }

    private void empty() {
        try (Connection connection = connect();
                Channel channel = connection.createChannel()) {
            for (String queue : QUEUES) {
                channel.queueDelete(queue);
            }
            for (String exchange : EXCHANGES) {
                channel.exchangeDelete(exchange);
            }
        } catch (Exception e) {
            throw new AssertionError("The broker cannot be emptied", e);
        }
    }

    private static Broker start() {
        try {
            Path home = Files.createTempDirectory(Path.of("/tmp"), "router-broker");
            Broker broker = new Broker(home, freePort());
            broker.run();
            return broker;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With room behind it for the ports of the script. */
    private static int freePort() throws IOException {
        for (int tries = 0; tries < 100; tries++) {
            try (ServerSocket first = new ServerSocket(0)) {
                int port = first.getLocalPort() % 10_000 + 20_000;
                if (isFree(port) && isFree(port + 1) && isFree(port + 2)) {
                    return port;
                }
            }
        }
        throw new IOException("No free ports");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port)) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    public void run() {
        Path log = home.resolve("output");
        try {
            process = new ProcessBuilder(SCRIPT.toString(), "run", home.toString(), String.valueOf(port))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> isUp() || !process.isAlive());
            if (!process.isAlive()) {
                throw new AssertionError("No broker: " + Files.readString(log));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isUp() {
        try (Connection connection = connect()) {
            return connection.isOpen();
        } catch (Exception notYet) {
            return false;
        }
    }

    public String uri() {
        return uri(port);
    }

    /** By way of another port. */
    public String uri(int through) {
        return "amqp://guest:guest@127.0.0.1:" + through;
    }

    public int port() {
        return port;
    }

    public Connection connect() throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(uri());
        factory.setAutomaticRecoveryEnabled(false);
        return factory.newConnection("test");
    }

    /** Asks the broker's own tool, which takes more than a second. */
    public String ctl(String... arguments) {
        List<String> command = new ArrayList<>(List.of(SCRIPT.toString(), "ctl", home.toString()));
        command.addAll(List.of(arguments));
        try {
            Process tool = new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (tool.waitFor() != 0) {
                throw new AssertionError(String.join(" ", arguments) + ": " + said);
            }
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** As a crash does. */
    public void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try {
            process.waitFor(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        kill();
        try {
            new ProcessBuilder(SCRIPT.toString(), "clear", home.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
