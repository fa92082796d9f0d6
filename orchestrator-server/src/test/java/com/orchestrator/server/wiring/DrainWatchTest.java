package com.orchestrator.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.server.rest.Drain;
import com.orchestrator.server.testing.FakeTasks;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The conversation with the launcher, step by step. */
class DrainWatchTest {

    private final Drain drain = new Drain();
    private final FakeTasks tasks = new FakeTasks();
    private final AtomicInteger active = new AtomicInteger();
    private final DrainWatch watch = new DrainWatch(drain, tasks, active::get);

    @AfterEach
    void forget() {
        watch.close();
        System.clearProperty(Drain.PROPERTY);
    }

    @Test
    void beforeTheDrain_theNumberOfRequestsIsUnknown() {
        watch.start();
        watch.look();

        assertThat(System.getProperty(DrainWatch.ACTIVE_REQUESTS)).isEqualTo("unknown");
        assertThat(tasks.heldPoll).isNotDone();
        assertThat(drain.hasBegun()).isFalse();
    }

    @Test
    void inTheDrain_heldPollsAreAnsweredAndRequestsCounted() {
        active.set(2);
        System.setProperty(Drain.PROPERTY, "true");
        watch.look();

        assertThat(drain.hasBegun()).isTrue();
        assertThat(tasks.heldPoll).isDone();
        assertThat(System.getProperty(DrainWatch.ACTIVE_REQUESTS)).isEqualTo("2");

        active.set(0);
        watch.look();

        assertThat(System.getProperty(DrainWatch.ACTIVE_REQUESTS)).isEqualTo("0");
    }
}
