package com.orchestrator.test.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.test.postgresql.Choice.Docker;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalEngineTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(200);

    @TempDir
    Path folder;

    /** What it says of an image, when a socket answers so to whoever connects; nothing at all when that is empty. */
    private Docker said(String answer, Duration patience) throws IOException {
        Path socket = folder.resolve("docker.sock");
        try (ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listening.bind(UnixDomainSocketAddress.of(socket));
            CompletableFuture<SocketChannel> accepted =
                    CompletableFuture.supplyAsync(() -> answered(listening, answer));
            Docker docker = new LocalEngine(URI.create("unix://" + socket), patience).says("postgres:17");
            accepted.join().close();
            return docker;
        }
    }

    private static SocketChannel answered(ServerSocketChannel listening, String answer) {
        try {
            SocketChannel channel = listening.accept();
            channel.read(ByteBuffer.allocate(1000));
            channel.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.US_ASCII)));
            return channel;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void anEngine_hasAnImageOrNot() throws Exception {
        assertThat(said("HTTP/1.0 200 OK\r\n\r\n{}", LONG)).isEqualTo(Docker.HAS_IMAGE);
    }

    @Test
    void anEngine_withoutTheImage() throws Exception {
        assertThat(said("HTTP/1.1 404 Not Found\r\n\r\n", LONG)).isEqualTo(Docker.HAS_NO_IMAGE);
    }

    @Test
    void whoIsNoEngine_isNone() throws Exception {
        assertThat(said("220 mail.example.org\r\n", LONG)).isEqualTo(Docker.SILENT);
    }

    @Test
    void whoAcceptsAndSaysNothing_isNotWaitedForLong() throws Exception {
        assertThat(said("", SHORT)).isEqualTo(Docker.SILENT);
    }

    @Test
    void whereNothingIs_noneAnswers() {
        for (String address :
                new String[] {"unix://" + folder.resolve("none.sock"), "tcp://127.0.0.1:1", "npipe:////x"}) {
            assertThat(new LocalEngine(URI.create(address), LONG).says("postgres:17"))
                    .isEqualTo(Docker.SILENT);
        }
    }

    @Test
    void theEngine_isWhereItIsSaid() {
        assertThat(LocalEngine.of(Map.of("DOCKER_HOST", "tcp://10.0.0.1:2375"), folder)
                        .address())
                .isEqualTo("tcp://10.0.0.1:2375");
        assertThat(LocalEngine.of(Map.of(), folder).address()).startsWith("unix:///");
    }
}
