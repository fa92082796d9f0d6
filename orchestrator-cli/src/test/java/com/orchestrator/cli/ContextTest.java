package com.orchestrator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which server is asked, by whom. */
class ContextTest {

    private final LinkedBlockingQueue<String> heads = new LinkedBlockingQueue<>();
    private ServerSocket server;
    private String url;

    @TempDir
    private Path folder;

    private Desk desk;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        url = "http://127.0.0.1:" + server.getLocalPort();
        Thread answering = new Thread(this::answer);
        answering.setDaemon(true);
        answering.start();
        desk = new Desk(URI.create(url), folder).without("ORCHESTRATOR_URL");
    }

    private void answer() {
        while (!server.isClosed()) {
            try (Socket caller = server.accept()) {
                InputStream in = caller.getInputStream();
                StringBuilder head = new StringBuilder();
                while (!head.toString().endsWith("\r\n\r\n")) {
                    head.append((char) in.read());
                }
                heads.add(head.toString());
                String body = "{\"items\":[],\"page\":{\"next\":null}}";
                caller.getOutputStream()
                        .write(("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: " + body.length() + "\r\n\r\n"
                                        + body)
                                .getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                return;
            }
        }
    }

    @AfterEach
    void hearNoMore() throws IOException {
        server.close();
    }

    private String asked(String... words) throws InterruptedException {
        assertThat(desk.orc(words).exitCode()).isZero();
        return heads.take();
    }

    @Test
    void aContext_saysWhereAndWho_untilSomethingElseDoes() throws Exception {
        desk.orc("context", "add", "test", "--url", url, "--token", "secret-1", "--namespace", "shop");
        assertThat(asked("instance", "list"))
                .contains("GET /api/v1/instances?namespace=shop&", "Authorization: Bearer secret-1");
        assertThat(asked("instance", "list", "-n", "other")).contains("namespace=other&");
        desk.with("ORCHESTRATOR_NAMESPACE", "third").with("ORCHESTRATOR_TOKEN", "secret-2");
        assertThat(asked("instance", "list")).contains("namespace=third&", "Bearer secret-2");
        Path file = desk.file("token", "secret-3\n");
        assertThat(asked("instance", "list", "--token-file", file.toString())).contains("Bearer secret-3\r\n");
        assertThat(asked("instance", "list", "--token", "secret-4")).contains("Bearer secret-4");
    }

    @Test
    void theTokenOfAContext_isToldToNobodyElse() throws Exception {
        desk.orc("context", "add", "other", "--url", "http://127.0.0.1:1", "--token", "secret-1");
        assertThat(asked("instance", "list", "--url", url)).doesNotContain("Authorization");
        desk.with("ORCHESTRATOR_URL", url);
        assertThat(asked("instance", "list")).doesNotContain("Authorization");
    }

    @Test
    void contexts_areKeptForTheirOwnerAlone_andTokensUnsaid() throws Exception {
        desk.orc("context", "add", "one", "--url", url, "--token", "secret-1");
        desk.orc("context", "add", "two", "--url", url);
        Path file = folder.resolve("contexts.json");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        for (String format : new String[] {"table", "wide", "json", "ndjson", "yaml", "name"}) {
            assertThat(desk.orc("context", "list", "-o", format).out())
                    .contains("one")
                    .doesNotContain("secret-1");
        }
        assertThat(desk.orc("instance", "list", "-v").err()).contains("> GET").doesNotContain("secret-1");
        assertThat(desk.orc("context", "list").out())
                .containsPattern("\\* +one")
                .containsPattern("\n +two|\n- +two");
        desk.orc("context", "use", "two");
        assertThat(desk.orc("context", "list").out()).containsPattern("\\* +two");
        assertThat(asked("instance", "list", "--context", "one")).contains("secret-1");
        assertThat(desk.orc("context", "use", "three")).satisfies(said -> {
            assertThat(said.exitCode()).isEqualTo(3);
            assertThat(said.err()).contains("There are: one, two.");
        });
        desk.orc("context", "remove", "one", "--yes");
        assertThat(desk.orc("context", "list", "-o", "name").out()).isEqualTo("two\n");
    }

    @Test
    void aFileThatIsNone_isSaid() {
        desk.file("contexts.json", "{\"contexts\": [\n oh");
        Said said = desk.orc("instance", "list");
        assertThat(said.exitCode()).isEqualTo(1);
        assertThat(said.err()).contains("contexts.json cannot be read: line 2 is no JSON.");
    }
}
