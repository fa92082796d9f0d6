package com.orchestrator.test.postgresql;

import com.orchestrator.test.postgresql.Choice.Docker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The Docker engine of this machine, asked one question within a short time. Testcontainers would try one way after the other for longer, and write a
 * page about it into the log.
 */
final class LocalEngine implements Choice.Engine {

    static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final String USUAL = "/var/run/docker.sock";
    private static final int STATUS_BYTES = "HTTP/1.1 200".length();

    private final URI address;
    private final Duration patience;

    LocalEngine(URI address, Duration patience) {
        this.address = address;
        this.patience = patience;
    }

    /** Where {@code DOCKER_HOST} says, else at the first of the usual sockets that is there. */
    static LocalEngine of(Map<String, String> environment, Path home) {
        URI address = Optional.ofNullable(environment.get("DOCKER_HOST"))
                .filter(host -> !host.isBlank())
                .map(URI::create)
                .orElseGet(() -> usual(environment, home));
        return new LocalEngine(address, PATIENCE);
    }

    private static URI usual(Map<String, String> environment, Path home) {
        Path runtime = Path.of(environment.getOrDefault("XDG_RUNTIME_DIR", "/run"));
        Path socket = Stream.of(
                        Path.of(USUAL),
                        runtime.resolve("docker.sock"),
                        home.resolve(".docker/run/docker.sock"),
                        home.resolve(".docker/desktop/docker.sock"))
                .filter(Files::exists)
                .findFirst()
                .orElse(Path.of(USUAL));
        return URI.create("unix://" + socket);
    }

    @Override
    public String address() {
        return address.toString();
    }

    /** An engine behind TLS says that it wants TLS: it is there, and whether it has the image is found out later. */
    @Override
    public Docker says(String image) {
        try {
            String status = status("/images/" + image + "/json");
            if (!status.startsWith("HTTP/1.")) {
                return Docker.SILENT;
            }
            return status.endsWith(" 404") ? Docker.HAS_NO_IMAGE : Docker.HAS_IMAGE;
        } catch (IOException | IllegalArgumentException nobodyThere) {
            return Docker.SILENT;
        }
    }

    /** Whoever accepts and does not answer is cut off. */
    private String status(String path) throws IOException {
        boolean isLocal = "unix".equals(address.getScheme());
        try (SocketChannel channel =
                SocketChannel.open(isLocal ? StandardProtocolFamily.UNIX : StandardProtocolFamily.INET)) {
            CompletableFuture.delayedExecutor(patience.toMillis(), TimeUnit.MILLISECONDS)
                    .execute(() -> close(channel));
            channel.connect(socket(isLocal));
            String question = "GET " + path + " HTTP/1.0\r\nHost: docker\r\n\r\n";
            channel.write(ByteBuffer.wrap(question.getBytes(StandardCharsets.US_ASCII)));
            byte[] answer = Channels.newInputStream(channel).readNBytes(STATUS_BYTES);
            return new String(answer, StandardCharsets.US_ASCII);
        }
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private SocketAddress socket(boolean isLocal) throws IOException {
        if (isLocal) {
            return UnixDomainSocketAddress.of(address.getPath());
        }
        if (address.getHost() == null || address.getPort() < 0) {
            throw new IOException("There is no way to ask " + address);
        }
        return new InetSocketAddress(address.getHost(), address.getPort());
    }
}
