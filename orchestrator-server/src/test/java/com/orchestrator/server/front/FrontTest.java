package com.orchestrator.server.front;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.server.auth.Authenticator;
import com.orchestrator.server.auth.Tokens;
import com.orchestrator.server.testing.RawCaller;
import com.orchestrator.server.testing.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Callers that are slow, that may not call, or that say what is no HTTP. */
class FrontTest {

    private static final String START = "POST /api/v1/workflows/shop/order/instances HTTP/1.1\r\nHost: x\r\n"
            + "Content-Type: application/json\r\n";

    private static final String LARGE = "GET /api/v1/openapi.json HTTP/1.1\r\nHost: x\r\n\r\n";

    private static FrontLimits impatient() {
        return new FrontLimits(Duration.ofSeconds(1), 1, Duration.ofSeconds(1), 8, 4);
    }

    @Test
    void whoMayNotCall_isToldBeforeItsBodyHasCome() throws IOException {
        try (TestServer server = TestServer.guardedBy(Authenticator.byTokens(Tokens.parse("a:reader:secret")));
                RawCaller stranger = new RawCaller(server.port());
                RawCaller reader = new RawCaller(server.port())) {
            stranger.say(START + "Content-Length: 100\r\n\r\n");
            reader.say(START + "Authorization: Bearer secret\r\nContent-Length: 100\r\n\r\n");

            assertThat(stranger.hearAll()).startsWith("HTTP/1.1 401").contains("\"UNAUTHENTICATED\"");
            assertThat(reader.hearAll()).startsWith("HTTP/1.1 403").contains("\"FORBIDDEN\"");
        }
    }

    @Test
    void bodiesThatDoNotCome_takeNoThread() throws IOException {
        try (TestServer server = TestServer.open()) {
            List<RawCaller> silent = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                silent.add(new RawCaller(server.port()).say(START + "Content-Length: 100\r\n\r\n"));
            }
            assertThat(server.get("/health/live").status()).isEqualTo(200);
            assertThat(server.post("/api/v1/tasks/poll", "{\"workerId\":\"w\",\"queues\":[\"q\"],\"max\":1}")
                            .status())
                    .isEqualTo(200);
            for (RawCaller caller : silent) {
                caller.close();
            }
        }
    }

    @Test
    void bodyThatComesInPieces_isReadWhole() throws IOException {
        try (TestServer server = TestServer.open();
                RawCaller caller = new RawCaller(server.port())) {
            caller.say(START + "Content-Length: 15\r\nConnection: close\r\n\r\n{\"runId\"");
            assertThat(server.get("/health/live").status()).isEqualTo(200);
            caller.say(":\"a-b\"}");

            assertThat(caller.hearAll()).startsWith("HTTP/1.1 201");
        }
    }

    @Test
    void bodyThatTakesTooLong_is408() throws IOException {
        try (TestServer server = TestServer.limitedBy(impatient());
                RawCaller caller = new RawCaller(server.port())) {
            caller.say(START + "Content-Length: 15\r\n\r\n{");

            assertThat(caller.hearAll()).startsWith("HTTP/1.1 408").contains("\"REQUEST_TIMEOUT\"");
        }
    }

    @Test
    void answerThatNobodyReads_isGivenUp_andWhoReadsIsAnswered() throws IOException {
        try (TestServer server = TestServer.limitedBy(impatient());
                RawCaller deaf = RawCaller.thatIsFull(server.port());
                RawCaller reader = new RawCaller(server.port())) {
            deaf.say(LARGE.repeat(200));
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
                reader.say("GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n");
                assertThat(reader.hear("}")).startsWith("HTTP/1.1 200");
                return isGone(deaf);
            });
        }
    }

    private static boolean isGone(RawCaller caller) {
        try {
            caller.say(" ");
            return false;
        } catch (IOException closed) {
            return true;
        }
    }

    @Test
    void oneConnectionTooMany_isTold() throws IOException {
        try (TestServer server = TestServer.limitedBy(impatient())) {
            List<RawCaller> callers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                callers.add(new RawCaller(server.port()));
            }
            try (RawCaller oneMore = new RawCaller(server.port())) {
                oneMore.say("GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n");
                assertThat(oneMore.hearAll()).startsWith("HTTP/1.1 503").contains("\"UNAVAILABLE\"");
            }
            for (RawCaller caller : callers) {
                caller.close();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET /api/v1/%zz HTTP/1.1, 400, MALFORMED_REQUEST",
        "POST /api/v1/instances/%c3%28%/pause HTTP/1.1, 400, MALFORMED_REQUEST",
        "GET /%  HTTP/1.1, 400, MALFORMED_REQUEST",
        "TRACE / HTTP/1.1, 405, METHOD_NOT_ALLOWED",
        "CONNECT x:1 HTTP/1.1, 405, METHOD_NOT_ALLOWED"
    })
    void whatIsNoRequestOfOurs_isAProblemToo(String line, int status, String code) throws IOException {
        try (TestServer server = TestServer.open();
                RawCaller caller = new RawCaller(server.port())) {
            caller.say(line + "\r\nHost: x\r\n\r\n");

            assertThat(caller.hearAll())
                    .startsWith("HTTP/1.1 " + status)
                    .contains("application/problem+json")
                    .contains("\"" + code + "\"");
        }
    }

    @Test
    void tooManyHeaders_andTooLargeOnes_andBrokenChunks_areProblems() throws IOException {
        for (String request : List.of(
                "GET /health HTTP/1.1\r\nHost: x\r\n" + "a: b\r\n".repeat(200) + "\r\n",
                "GET /health HTTP/1.1\r\nHost: x\r\na: " + "b".repeat(20_000) + "\r\n\r\n",
                START + "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n")) {
            try (TestServer server = TestServer.open();
                    RawCaller caller = new RawCaller(server.port())) {
                caller.say(request);
                assertThat(caller.hearAll())
                        .startsWith("HTTP/1.1 4")
                        .contains("application/problem+json")
                        .doesNotContain("<html");
            }
        }
    }

    private static byte[] packed(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        }
        return packed.toByteArray();
    }

    private static String packedStart(byte[] body, String encoding) throws IOException {
        return START + "Content-Encoding: " + encoding + "\r\nConnection: close\r\nContent-Length: " + body.length
                + "\r\n\r\n";
    }

    @Test
    void packedBodies_areUnpacked_upToTheLimit() throws IOException {
        try (TestServer server = TestServer.open();
                RawCaller small = new RawCaller(server.port());
                RawCaller large = new RawCaller(server.port());
                RawCaller unknown = new RawCaller(server.port());
                RawCaller broken = new RawCaller(server.port())) {
            byte[] body = packed("{}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            byte[] bomb = packed(new byte[2 << 20]);
            small.say(packedStart(body, "gzip")).say(body);
            large.say(packedStart(bomb, "gzip")).say(bomb);
            unknown.say(packedStart(body, "br")).say(body);
            broken.say(packedStart(new byte[8], "gzip")).say(new byte[8]);

            assertThat(small.hearAll()).startsWith("HTTP/1.1 201");
            assertThat(large.hearAll()).startsWith("HTTP/1.1 413");
            assertThat(unknown.hearAll()).startsWith("HTTP/1.1 415").contains("gzip");
            assertThat(broken.hearAll()).startsWith("HTTP/1.1 400");
        }
    }
}
