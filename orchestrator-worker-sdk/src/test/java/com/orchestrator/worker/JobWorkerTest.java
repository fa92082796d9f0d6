package com.orchestrator.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;

/** What a worker for jobs refuses before the first job comes. */
class JobWorkerTest {

    private static final URI SERVER = URI.create("http://localhost:1");

    sealed interface MediaJob permits ProcessFile, Indexing {}

    sealed interface Indexing extends MediaJob permits IndexDocument {}

    @JobType("media.process")
    record ProcessFile(String path) implements MediaJob {}

    @JobType(value = "media.index", queue = "slow")
    record IndexDocument(String text) implements Indexing {}

    @JobType("other")
    record Other() {}

    record NoJob() {}

    sealed interface Unmarked permits Marked, NotMarked {}

    @JobType("marked")
    record Marked() implements Unmarked {}

    record NotMarked() implements Unmarked {}

    @Test
    void allPermittedTypes_haveAHandler() {
        JobWorker worker = JobWorker.connect(SERVER)
                .jobs(MediaJob.class)
                .handle(ProcessFile.class, (job, task) -> job.path().length())
                .run(IndexDocument.class, (job, task) -> task.log().info("indexed"));

        try (OrchestratorWorker built = worker.build()) {
            assertThat(built.workerId()).isNotBlank();
        }
    }

    @Test
    void permittedType_withoutHandler_stopsIt() {
        JobWorker worker =
                JobWorker.connect(SERVER).jobs(MediaJob.class).handle(ProcessFile.class, (job, task) -> null);

        assertThatThrownBy(worker::start)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("IndexDocument has no handler, though it is permitted by MediaJob");
    }

    @Test
    void handlerOfAnotherType_stopsIt() {
        JobWorker worker = JobWorker.connect(SERVER)
                .jobs(MediaJob.class)
                .handle(ProcessFile.class, (job, task) -> null)
                .handle(IndexDocument.class, (job, task) -> null)
                .handle(Other.class, (job, task) -> null);

        assertThatThrownBy(worker::build).hasMessageContaining("Other has a handler, though it is not permitted");
    }

    @Test
    void permittedType_withoutItsName_stopsIt() {
        JobWorker worker = JobWorker.connect(SERVER).jobs(Unmarked.class).handle(Marked.class, (job, task) -> null);

        assertThatThrownBy(worker::build).hasMessageContaining("NotMarked is no job: it has no @JobType");
    }

    @Test
    void whatIsNoJob_isRefusedAtOnce() {
        JobWorker worker = JobWorker.connect(SERVER).handle(Other.class, (job, task) -> null);

        assertThatThrownBy(() -> worker.handle(NoJob.class, (job, task) -> null))
                .hasMessageContaining("@JobType");
        assertThatThrownBy(() -> worker.handle(Other.class, (job, task) -> null))
                .hasMessageContaining("two handlers");
        assertThatThrownBy(() -> worker.jobs(Other.class).build()).hasMessageContaining("not sealed");
    }
}
