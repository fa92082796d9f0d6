package com.orchestrator.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.concurrent.ExecutorService;
import org.junit.jupiter.api.Test;

class HandlerThreadsTest {

    private static RegisteredHandler handler(TaskThreads threads) {
        return new RegisteredHandler("a", null, (input, context) -> null, Set.of(), 0, threads);
    }

    @Test
    void wishForPlatformThreads_isMet_andNothingElse() {
        ExecutorService usual = WorkerThreads.platform("usual", 1);
        ExecutorService platform = WorkerThreads.platform("platform", 1);
        HandlerThreads both = new HandlerThreads(usual, platform);

        assertThat(both.of(handler(TaskThreads.AUTO))).isSameAs(usual);
        assertThat(both.of(handler(TaskThreads.PLATFORM))).isSameAs(platform);
        assertThat(both.all()).containsExactly(usual, platform);
        assertThat(new HandlerThreads(usual, usual).all()).containsExactly(usual);
        both.all().forEach(ExecutorService::shutdownNow);
    }
}
