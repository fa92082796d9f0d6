package com.orchestrator.server.quota;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.engine.memory.InMemoryEngineStore;
import com.orchestrator.engine.memory.SettableClock;
import com.orchestrator.server.front.FrontLimits;
import com.orchestrator.server.testing.RawCaller;
import com.orchestrator.server.testing.TestServer;
import com.orchestrator.server.wiring.OwnEngine;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * Polls that wait take little memory, no thread, and give all of it back. {@code -Dpolls=10000} for as many as connections may be open;
 * both ends of them are in this process.
 */
class ManyPollsTest {

    private static final int POLLS = Integer.getInteger("polls", 2_000);

    /** Both ends, and what the container keeps for a connection. */
    private static final long BYTES_EACH_MAX = 64 << 10;

    private static final String BODY = "{\"workerId\":\"w\",\"queues\":[\"idle\"],\"max\":1,\"wait\":\"60s\"}";
    private static final String POLL = "POST /api/v1/tasks/poll HTTP/1.1\r\nHost: x\r\n"
            + "Content-Type: application/json\r\nContent-Length: " + BODY.length() + "\r\n\r\n" + BODY;

    @Test
    void theyWait_withoutThreads_andHeapStaysFlat() throws IOException {
        Quotas quotas = Quotas.off();
        FrontLimits limits =
                new FrontLimits(Duration.ofSeconds(60), 1024, Duration.ofSeconds(30), 2 * POLLS + 100, 2 * POLLS + 100);
        List<RawCaller> callers = new ArrayList<>();
        try (OwnEngine engine = OwnEngine.onLocal(new InMemoryEngineStore(SettableClock.running()));
                TestServer server = TestServer.of(engine, limits, quotas)) {
            wait(server, callers, POLLS / 10, quotas);
            long few = heap();
            int threads = Thread.activeCount();
            wait(server, callers, POLLS, quotas);

            assertThat(heap() - few).isLessThan(BYTES_EACH_MAX * POLLS);
            assertThat(Thread.activeCount()).isLessThanOrEqualTo(threads + 8);
            assertThat(server.get("/health/ready").status()).isEqualTo(200);
            engine.taskService().drain();
            for (RawCaller caller : callers) {
                assertThat(caller.hear("}")).contains("HTTP/1.1 200");
            }
            assertThat(quotas.held()).isZero();
            close(callers);
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> heap() - few < (8 << 20));
        } finally {
            close(callers);
        }
    }

    private static void wait(TestServer server, List<RawCaller> callers, int count, Quotas quotas) throws IOException {
        while (callers.size() < count) {
            callers.add(new RawCaller(server.port()).say(POLL));
        }
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> quotas.held() == count);
    }

    private static void close(List<RawCaller> callers) throws IOException {
        for (RawCaller caller : callers) {
            caller.close();
        }
        callers.clear();
    }

    /** What is left after nothing that can go is kept. */
    private static long heap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
