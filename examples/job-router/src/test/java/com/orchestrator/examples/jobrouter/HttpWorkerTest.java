package com.orchestrator.examples.jobrouter;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.embedded.EmbeddedOrchestrator;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

class HttpWorkerTest {

    private static String call(HttpRequest.Builder request) throws Exception {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .build()
                .send(request.build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static void register(URI server, String job) throws Exception {
        call(HttpRequest.newBuilder(server.resolve("/api/jobs/register"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(job)));
    }

    @Test
    void jobs_areSharedOut_andDone() throws Exception {
        try (EmbeddedOrchestrator orchestrator = EmbeddedOrchestrator.inMemory()) {
            HttpWorker one = new HttpWorker(orchestrator.url(), "worker-001");
            HttpWorker two = new HttpWorker(orchestrator.url(), "worker-002");
            one.turn();
            two.turn();
            for (int number = 0; number < 6; number++) {
                register(
                        orchestrator.url(),
                        "{\"id\":\"job-" + number + "\",\"type\":\"calculate\",\"priority\":10,"
                                + "\"payload\":{\"numbers\":[1,2,3]}}");
            }

            assertThat(one.turn()).isEqualTo(3);
            assertThat(two.turn()).isEqualTo(3);
            assertThat(call(HttpRequest.newBuilder(orchestrator.url().resolve("/api/v1/jobs/job-4"))))
                    .contains("\"state\":\"SUCCEEDED\"", "{\"sum\":6}");
        }
    }

    @Test
    void whatCannotBeSummed_isAFailedAttempt() throws Exception {
        try (EmbeddedOrchestrator orchestrator = EmbeddedOrchestrator.inMemory()) {
            HttpWorker worker = new HttpWorker(orchestrator.url(), "worker-001");
            register(orchestrator.url(), "{\"id\":\"bad\",\"type\":\"calculate\",\"payload\":{\"numbers\":[\"1\"]}}");

            assertThat(worker.turn()).isEqualTo(1);
            assertThat(call(HttpRequest.newBuilder(orchestrator.url().resolve("/api/v1/jobs/bad"))))
                    .contains("\"state\":\"PENDING\"", "\"attempts\":1");
        }
    }
}
