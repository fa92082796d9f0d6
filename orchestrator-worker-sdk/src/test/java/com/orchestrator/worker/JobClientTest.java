package com.orchestrator.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.orchestrator.api.job.Job;
import com.orchestrator.api.job.JobHistory;
import com.orchestrator.api.job.JobState;
import com.orchestrator.api.model.Priority;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class JobClientTest extends ClientStory {

    private static final String ID = "01990000-0000-7000-8000-000000000000";
    private static final String PUT =
            "{\"jobId\":\"j1\",\"instanceId\":\"" + ID + "\",\"state\":\"PENDING\",\"deduplicated\":true}";

    @JobType(value = "media.process", workload = "Heavy", queue = "media", priority = Priority.P1)
    record ProcessFile(String path, String entityId) implements JobTraits {

        @Override
        public String dedupeKey() {
            return path;
        }
    }

    @JobType(value = "ping", history = JobHistory.NONE)
    record Ping(int n) {}

    private JobClient client;

    @BeforeEach
    void connect() {
        client = JobClient.connect(uri());
    }

    private static String job(String state, String more) {
        return "{\"jobId\":\"j1\",\"instanceId\":\"" + ID + "\",\"type\":\"ping\",\"state\":\"" + state
                + "\",\"priority\":\"P2\",\"queue\":\"ping\",\"history\":\"outcome\",\"attempts\":1,"
                + "\"createdAt\":\"2026-01-02T03:04:05Z\"" + more + "}";
    }

    @Test
    void job_saysWhatItsClassItsValueAndItsCallerSay() {
        answer(201, PUT);

        JobHandle handle = client.enqueue(
                new ProcessFile("/a", "lib-1"),
                options -> options.jobId("j1")
                        .priority(Priority.P0)
                        .runAt(Instant.parse("2026-01-02T03:04:05Z"))
                        .retry(retry -> retry.maxAttempts(5))
                        .compensate("media.forget", undo -> undo.input("path", "${ input.path }")));

        assertThat(handle.jobId()).isEqualTo("j1");
        assertThat(handle.deduplicated()).isTrue();
        assertThat(requests)
                .first()
                .isEqualTo("POST /api/v1/jobs {\"type\":\"media.process\","
                        + "\"payload\":{\"path\":\"/a\",\"entityId\":\"lib-1\"},\"jobId\":\"j1\",\"entityId\":\"lib-1\","
                        + "\"dedupeKey\":\"/a\",\"priority\":\"P0\",\"workload\":\"Heavy\",\"queue\":\"media\","
                        + "\"runAt\":\"2026-01-02T03:04:05Z\",\"retry\":{\"maxAttempts\":5},\"history\":\"outcome\","
                        + "\"compensate\":{\"task\":\"media.forget\",\"input\":{\"path\":\"${ input.path }\"}}}");
    }

    @Test
    void put_isRepeatedWithTheSameId() {
        answer(503, "busy");
        answer(201, PUT);

        client.enqueue(new Ping(1));

        assertThat(requests).hasSize(2).first().asString().contains("\"history\":\"none\"");
        assertThat(requests.stream().distinct()).hasSize(1);
    }

    @Test
    void batch_namesTheOneThatWasRefused() {
        answer(200, "{\"items\":[" + PUT + ",{\"error\":{\"detail\":\"'queue' is blank\"}}]}");
        answer(200, "{\"items\":[" + PUT + "," + PUT + "]}");

        assertThatThrownBy(() -> client.enqueueAll(List.of(new Ping(1), new Ping(2))))
                .hasMessage("Job 1 was refused: 'queue' is blank");
        assertThat(client.enqueueAll(List.of(new Ping(1), new Ping(2)))).hasSize(2);
        assertThat(requests).first().asString().startsWith("POST /api/v1/jobs {\"items\":[{\"type\":\"ping\"");
    }

    @Test
    void result_isWaitedFor() {
        answer(200, job("RUNNING", ""));
        answer(200, job("SUCCEEDED", ",\"output\":7"));
        answer(200, job("FAILED", ",\"cause\":{\"kind\":\"FAILED\",\"code\":\"BROKEN\",\"message\":\"no\"}"));

        JobHandle handle = client.job("a b");
        assertThat(handle.result(Integer.class, Duration.ofSeconds(20))).isEqualTo(7);
        assertThatThrownBy(() -> handle.result(Integer.class, Duration.ofSeconds(20)))
                .isInstanceOf(JobFailedException.class)
                .hasMessage("Job j1 is FAILED: BROKEN no");
        assertThat(requests).first().asString().startsWith("GET /api/v1/jobs/a%20b?wait=PT");
    }

    @Test
    void jobs_areListed_cancelled_andRetried() {
        answer(200, "{\"items\":[" + job("FAILED", "") + "],\"page\":{\"next\":\"n\",\"limit\":200}}");
        answer(200, job("PENDING", ""));
        answer(200, job("CANCELLED", ""));

        assertThat(client.list(Ping.class, null, JobState.FAILED).items())
                .extracting(Job::jobId)
                .containsExactly("j1");
        assertThat(client.job("j1").retry("mended").state()).isEqualTo(JobState.PENDING);
        assertThat(client.job("j1").cancel("enough").state()).isEqualTo(JobState.CANCELLED);
        assertThat(requests)
                .containsExactly(
                        "GET /api/v1/jobs?limit=200&type=ping&state=FAILED ",
                        "POST /api/v1/jobs/j1/retry {\"reason\":\"mended\"}",
                        "POST /api/v1/jobs/j1/cancel {\"reason\":\"enough\"}");
    }

    @Test
    void whatIsNoJob_isRefused() {
        assertThatThrownBy(() -> client.enqueue("text")).hasMessageContaining("@JobType");
    }
}
