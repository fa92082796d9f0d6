package com.orchestrator.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Up means: answered, and lately. */
class DatabaseProbeTest {

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicBoolean isBroken = new AtomicBoolean();
    private final DatabaseProbe probe = new DatabaseProbe(this::answer, nanos::get);

    private void answer() {
        if (isBroken.get()) {
            throw new IllegalStateException("gone");
        }
    }

    @AfterEach
    void stop() {
        probe.close();
    }

    @Test
    void isUp_followsTheAnswers() {
        assertThat(probe.isUp()).isFalse();

        probe.ask();
        assertThat(probe.isUp()).isTrue();

        isBroken.set(true);
        probe.ask();
        assertThat(probe.isUp()).isFalse();
    }

    @Test
    void isUp_endsWithSilence() {
        probe.ask();
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(5));

        assertThat(probe.isUp()).isFalse();
    }
}
