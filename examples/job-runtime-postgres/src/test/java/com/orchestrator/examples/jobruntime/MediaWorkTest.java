package com.orchestrator.examples.jobruntime;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.examples.jobruntime.MediaJob.IndexDocument;
import com.orchestrator.examples.jobruntime.MediaJob.ProcessFile;
import com.orchestrator.worker.JobWorker;
import com.orchestrator.worker.OrchestratorWorker;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MediaWorkTest {

    private final MediaWork work = new MediaWork(Duration.ofMillis(1));

    @Test
    void work_countsHowManyAreAtItTogether() throws InterruptedException {
        assertThat(work.process(new ProcessFile("/a.mkv", "critical"))).isEqualTo(6);
        work.index(new IndexDocument("text", "library"));

        int together = work.heavy().at(() -> work.process(new ProcessFile("/b.mkv", "critical")));
        assertThat(together).isEqualTo(6);
        assertThat(work.heavy().most()).isEqualTo(2);
        assertThat(work.light().most()).isEqualTo(1);
    }

    @Test
    void file_isNotProcessedTwiceAtOnce() {
        assertThat(new ProcessFile("/a.mkv", "critical").dedupeKey()).isEqualTo("/a.mkv");
        assertThat(new IndexDocument("text", "library").dedupeKey()).isNull();
        assertThat(new IndexDocument("text", "library").entityId()).isEqualTo("library");
    }

    @Test
    void everyJob_hasAHandler() {
        JobWorker jobs = JobWorker.connect(URI.create("http://localhost:1"))
                .jobs(MediaJob.class)
                .handle(ProcessFile.class, (job, task) -> work.process(job))
                .run(IndexDocument.class, (job, task) -> work.index(job));

        try (OrchestratorWorker worker = jobs.build()) {
            assertThat(worker.workerId()).isNotBlank();
        }
    }
}
