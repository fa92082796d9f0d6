package com.orchestrator.examples.jobruntime;

import com.orchestrator.embedded.EmbeddedOrchestrator;
import java.time.Duration;

/** The runtime on an orchestrator of its own, which keeps everything in memory. */
public final class InMemory {

    private static final Duration EFFORT = Duration.ofMillis(100);

    private InMemory() {}

    public static void main(String[] arguments) {
        try (EmbeddedOrchestrator orchestrator = EmbeddedOrchestrator.inMemory()) {
            JobRuntime.print(new JobRuntime(orchestrator.url(), EFFORT).run());
        }
    }
}
