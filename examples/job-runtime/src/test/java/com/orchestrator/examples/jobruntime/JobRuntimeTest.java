package com.orchestrator.examples.jobruntime;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.job.JobState;
import com.orchestrator.embedded.EmbeddedOrchestrator;
import com.orchestrator.examples.jobruntime.JobRuntime.Summary;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JobRuntimeTest {

    /** As the configuration says, and each is reached: a limit that is never met would not be seen to hold. */
    private static final Map<String, Integer> LIMITS = Map.of(
            "Heavy",
            2,
            "Notice",
            5,
            "Light",
            20,
            "critical",
            10,
            "library-a",
            3,
            "library-b",
            3,
            "library-c",
            3,
            "library-d",
            3);

    @Test
    void noLimit_isExceeded_andEveryJobIsDone() {
        try (EmbeddedOrchestrator orchestrator = EmbeddedOrchestrator.inMemory()) {
            Summary summary = new JobRuntime(orchestrator.url(), Duration.ofMillis(50)).run();

            assertThat(summary.states()).containsExactly(Map.entry(JobState.SUCCEEDED, 120L));
            assertThat(summary.most().keySet()).isEqualTo(LIMITS.keySet());
            summary.most().forEach((what, most) -> assertThat(most).as(what).isLessThanOrEqualTo(LIMITS.get(what)));
            assertThat(summary.most()).containsEntry("Heavy", 2).containsEntry("library-a", 3);
        }
    }

    @Test
    void file_isNotProcessedTwiceAtOnce() {
        assertThat(new MediaJob.ProcessFile("/a.mkv", "critical").dedupeKey()).isEqualTo("/a.mkv");
        assertThat(new MediaJob.IndexDocument("text", "library").dedupeKey()).isNull();
    }
}
