package com.orchestrator.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What each way to fail looks like on the wire, through a real worker. */
@Timeout(60)
class FailureMappingTest {

    record Order(int quantity) {}

    static final class Failing {
        @TaskHandler("retryable")
        void retryable(Order in) {
            throw TaskFailure.retryable("BUSY", "later").after(Duration.ofSeconds(90));
        }

        @TaskHandler("fatal")
        void fatal(Order in) {
            throw TaskFailure.fatal("GONE");
        }

        @TaskHandler("compensate")
        CompletionStage<String> compensate(Order in) {
            return CompletableFuture.failedFuture(
                    TaskFailure.compensate("OUT_OF_STOCK", "none left").detail("sku", "a-1"));
        }

        @TaskHandler("suspend")
        void suspend() {
            throw TaskFailure.suspend("ASK_KIM");
        }

        @TaskHandler("unknown")
        void unknown() {
            throw TaskFailure.outcomeUnknown("NO_ANSWER");
        }

        @TaskHandler("other")
        void other() throws IOException {
            throw new SocketTimeoutException("slow");
        }

        @TaskHandler(value = "declaredFatal", fatal = IllegalArgumentException.class)
        void declaredFatal() {
            throw new NumberFormatException("no number");
        }

        @TaskHandler("error")
        void error() {
            throw new StackOverflowError();
        }

        @TaskHandler("unwritable")
        Object unwritable() {
            return new Object();
        }

        @TaskHandler("uninvitedCancel")
        void uninvitedCancel() {
            throw new TaskCancelledException("nobody asked");
        }
    }

    @Test
    void everyKindOfFailure_isSaidAsItIsMeant() throws IOException {
        try (ScriptedServer server = new ScriptedServer();
                OrchestratorWorker worker = OrchestratorWorker.connect(server.uri())
                        .handlers(new Failing())
                        .start()) {
            assertThat(worker.workerId()).isNotBlank();
            String good = "{\"quantity\":1}";

            assertThat(failure(server, "retryable", good))
                    .isEqualTo(
                            "{\"kind\":\"retryable\",\"code\":\"BUSY\",\"message\":\"later\",\"retryAfter\":\"PT1M30S\"}");
            assertThat(failure(server, "fatal", good)).isEqualTo("{\"kind\":\"fatal\",\"code\":\"GONE\"}");
            assertThat(failure(server, "compensate", good))
                    .isEqualTo("{\"kind\":\"compensate\",\"code\":\"OUT_OF_STOCK\",\"message\":\"none left\","
                            + "\"details\":{\"sku\":\"a-1\"}}");
            assertThat(failure(server, "suspend", good)).contains("\"suspend\"", "ASK_KIM");
            assertThat(failure(server, "unknown", good)).contains("\"unknown\"", "NO_ANSWER");
            assertThat(failure(server, "other", good))
                    .contains("\"retryable\"", "\"SOCKET_TIMEOUT_EXCEPTION\"", "slow");
            assertThat(failure(server, "declaredFatal", good)).contains("\"fatal\"", "\"NUMBER_FORMAT_EXCEPTION\"");
            assertThat(failure(server, "error", good)).contains("\"retryable\"", "\"STACK_OVERFLOW_ERROR\"");
            assertThat(failure(server, "unwritable", good)).contains("\"suspend\"", "\"OUTPUT_UNWRITABLE\"");
            assertThat(failure(server, "uninvitedCancel", good)).contains("\"retryable\"", "nobody asked");
            assertThat(failure(server, "fatal", "{\"quantity\":\"many\"}"))
                    .contains("\"fatal\"", "\"INPUT_UNREADABLE\"");
            assertThat(failure(server, "fatal", "null")).contains("\"fatal\"", "\"INPUT_UNREADABLE\"");
        }
    }

    private static String failure(ScriptedServer server, String type, String input) {
        JsonNode report = server.awaitReport(server.offer(type, input));
        return report.get("failure").toString();
    }

    @Test
    void codeOfAnException_isItsClassName_orItsParentsWhenItHasNone() {
        assertThat(FailureMapping.code(new IOException())).isEqualTo("IO_EXCEPTION");
        assertThat(FailureMapping.code(new IllegalStateException() {})).isEqualTo("ILLEGAL_STATE_EXCEPTION");
    }
}
