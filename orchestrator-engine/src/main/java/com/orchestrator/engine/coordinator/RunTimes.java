package com.orchestrator.engine.coordinator;

import com.orchestrator.engine.metrics.TimeCounters;
import com.orchestrator.engine.run.ExecutionRun;
import com.orchestrator.engine.run.Run;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/** What a batch has let come to an end, and how long it had taken. */
final class RunTimes {

    private RunTimes() {}

    /**
     * @param work has changed something
     * @param leased attempts that it has given to workers
     */
    static void tell(RunWork work, Set<UUID> leased, TimeCounters times) {
        Instant now = work.entries().get(0).at();
        for (ExecutionRun attempt : work.touched()) {
            if (leased.contains(attempt.executionId())) {
                times.waited(Duration.between(attempt.availableAt(), now));
            }
            Instant startedAt = attempt.startedAt();
            Instant endedAt = attempt.endedAt();
            if (startedAt != null && endedAt != null && !endedAt.isBefore(now)) {
                times.attempted(attempt.state(), Duration.between(startedAt, endedAt));
            }
        }
        tellOfEnd(work, times);
    }

    private static void tellOfEnd(RunWork work, TimeCounters times) {
        Run run = work.run();
        Instant endedAt = run.endedAt();
        boolean wasOpen = work.loadedState() == null || !work.loadedState().isTerminal();
        if (wasOpen && run.state().isTerminal() && endedAt != null) {
            times.ran(run.state(), Duration.between(run.createdAt(), endedAt));
        }
    }
}
