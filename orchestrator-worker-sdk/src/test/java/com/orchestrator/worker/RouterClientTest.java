package com.orchestrator.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.Payload;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the client says to the job router, and what it understands. */
@Timeout(60)
class RouterClientTest extends ClientStory {

    @Test
    void job_isRegistered_reportedOn_andStopped() {
        answer("{\"status\":\"accepted\",\"job_id\":\"a b\",\"deduplicated\":true}");
        assertThat(connection.router().register("a b", "calculate", 10, Map.of("n", 1)))
                .isEqualTo(new RouterClient.Accepted("a b", true));
        assertThat(requests.getLast())
                .isEqualTo("POST /api/jobs/register"
                        + " {\"id\":\"a b\",\"type\":\"calculate\",\"priority\":10,\"payload\":{\"n\":1}}");

        answer("{\"status\":\"updated\"}");
        connection
                .router()
                .report("a b", new RouterClient.Report("completed", "w", 2, Payload.ofJson("{\"sum\":6}"), null));
        assertThat(requests.getLast())
                .startsWith("PUT /api/jobs/a%20b/status {\"status\":\"completed\",\"workerId\":\"w\",\"attempt\":2,")
                .contains("\"result\":{\"sum\":6}");

        answer("{\"status\":\"cancelled\"}");
        assertThat(connection.router().cancel("a b")).isEqualTo("cancelled");
        assertThat(requests.getLast()).isEqualTo("POST /api/jobs/a%20b/cancel ");
    }

    @Test
    void jobs_areReadPageByPage() {
        String job =
                "{\"id\":\"1\",\"type\":\"t\",\"status\":\"completed\",\"priority\":5,\"worker_id\":null,\"attempts\":1,"
                        + "\"result\":{\"sum\":6},\"created_at\":1,\"started_at\":2,\"completed_at\":3}";
        answer("{\"jobs\":[" + job + "],\"count\":1,\"next\":\"c/1\"}");
        answer("{\"jobs\":[" + job + "],\"count\":1,\"next\":null}");

        assertThat(connection.router().jobs(500)).hasSize(2).allSatisfy(one -> {
            assertThat(one.result()).hasToString("{\"sum\":6}");
            assertThat(one.completedAt()).isEqualTo(3);
        });
        assertThat(requests).containsExactly("GET /api/jobs?limit=200 ", "GET /api/jobs?limit=200&cursor=c%2F1 ");
    }

    @Test
    void worker_isGivenJobs() {
        answer("{\"status\":\"acknowledged\",\"jobs\":[{\"id\":\"j\",\"type\":\"t\",\"priority\":1,\"attempt\":2,"
                + "\"payload\":{}}]}");
        assertThat(connection.router().heartbeat("w", "t", 10, 2))
                .containsExactly(new RouterClient.GivenJob("j", "t", 1, 2, Payload.EMPTY_OBJECT));
        assertThat(requests.getLast())
                .isEqualTo("POST /api/workers/heartbeat"
                        + " {\"worker_id\":\"w\",\"worker_type\":\"t\",\"capacity\":10,\"current_load\":2}");
    }

    @Test
    void workers_areListed() {
        answer(
                "{\"workers\":[{\"worker_id\":\"w\",\"worker_type\":\"t\",\"capacity\":10,\"current_load\":2,\"given\":3,"
                        + "\"alive\":true,\"seen_at\":7}],\"count\":1,\"next\":null}");
        assertThat(connection.router().workers(50))
                .containsExactly(new RouterClient.RoutedWorker("w", "t", 10, 2, 3, true, 7));
        assertThat(requests.getLast()).isEqualTo("GET /api/workers?limit=50 ");
    }

    @Test
    void leaderAndHealth_areUnderstood() {
        answer("{\"role\":\"follower\",\"term\":7,\"leader\":\"one\",\"peers\":[\"one\"]}");
        assertThat(connection.router().leader().term()).isEqualTo(7);
        answer("{\"status\":\"degraded\",\"node\":\"two\",\"broker\":{\"connected\":false,\"blocked\":false,"
                + "\"trouble\":\"no broker\",\"queues\":[{\"name\":\"job.high\",\"messages\":7,\"consumers\":1}]}}");
        RouterClient.Broker broker = connection.router().health().broker();
        assertThat(broker.trouble()).isEqualTo("no broker");
        assertThat(broker.queues()).containsExactly(new RouterClient.BrokerQueue("job.high", 7, 1));
    }
}
