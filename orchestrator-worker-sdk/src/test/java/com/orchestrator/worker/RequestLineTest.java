package com.orchestrator.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RequestLineTest {

    /** As a quota does. */
    @Test
    void serverThatNamesATime_isNotAskedBefore() {
        AtomicLong now = new AtomicLong();
        RequestLine line = new RequestLine(
                "Polling",
                new Backoff(Duration.ofMillis(200), Duration.ofSeconds(10), new SplittableRandom(1)),
                now::get,
                new ServerContact(URI.create("http://localhost"), now::get));
        line.sent();
        line.ended();

        Duration pause = line.failed(new OrchestratorProblemException(
                429,
                "QUOTA_EXCEEDED",
                "Principal 'w' is allowed 1 requests a second",
                List.of(),
                Duration.ofSeconds(7)));

        assertThat(pause).isBetween(Duration.ofSeconds(7), Duration.ofSeconds(8));
        now.set(Duration.ofSeconds(7).toNanos() - 1);
        assertThat(line.isOpen()).isFalse();
        now.set(pause.toNanos());
        assertThat(line.isOpen()).isTrue();
    }
}
