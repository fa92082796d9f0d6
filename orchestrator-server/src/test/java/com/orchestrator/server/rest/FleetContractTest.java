package com.orchestrator.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.server.testing.FakeTasks;
import com.orchestrator.server.testing.TestServer;
import com.orchestrator.server.testing.TestServer.Answer;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Workers and queues: section 0b of the contract. */
class FleetContractTest {

    private static final String WORKER = """
            {"workerId":"w1","name":"payments","host":"host-1","deployment":"pay@7","generation":3,"state":"RUNNING",\
            "queues":["payment.charge"],"capacity":64,"currentLoad":2,"lastHeartbeatAt":"2026-01-02T03:04:05.123456Z","leased":2}""";
    private static final String QUEUE = """
            {"name":"payment.charge","ready":5,"leased":2,"oldestReadySeconds":7,"pollers":1,"paused":false,\
            "pausedReason":null,"maxConcurrent":null,"rateLimit":null,"strict":false,"pausedBy":null,\
            "weights":{"P0":8,"P1":4,"P2":2,"P3":1},"version":0}""";

    private TestServer server;

    @BeforeEach
    void open() {
        server = TestServer.open();
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void workers_areAPage_andMayBeThoseOfOneQueue() {
        Answer answer = server.get("/api/v1/workers?queue=payment.charge&limit=7&cursor=c");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo("{\"items\":[" + WORKER + "],\"page\":{\"next\":\"next\",\"limit\":7}}");
        assertThat(server.fleet.lastRequest).hasToString("payment.charge ListQuery[limit=7, cursor=c]");
    }

    @Test
    void worker_isTheOneItem() {
        assertThat(server.get("/api/v1/workers/w1").text()).isEqualTo(WORKER);
        assertThat(server.get("/api/v1/workers/w2").status()).isEqualTo(404);
    }

    @Test
    void queues_areAPage() {
        Answer answer = server.get("/api/v1/queues");

        assertThat(answer.text()).isEqualTo("{\"items\":[" + QUEUE + "],\"page\":{\"next\":null,\"limit\":50}}");
        assertThat(server.get("/api/v1/queues/payment.charge").text()).isEqualTo(QUEUE);
        assertThat(server.get("/api/v1/queues/other").status()).isEqualTo(404);
    }

    @Test
    void drain_answersWithTheWorker() {
        Answer answer = server.post("/api/v1/workers/w1/drain", "{\"reason\":\"new release\"}");

        assertThat(answer.text()).isEqualTo(WORKER);
        assertThat(server.fleet.lastRequest).isEqualTo("drain w1");
        assertThat(server.post("/api/v1/workers/w1/drain", "{\"compensate\":true}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void locks_sayWhoHoldsThem_andHowManyWait() {
        Answer answer = server.get("/api/v1/locks?name=order:17&limit=5");

        assertThat(answer.text())
                .isEqualTo(
                        "{\"items\":[{\"name\":\"order:17\",\"holder\":{\"instanceId\":\"00000000-0000-0000-0000-000000000001\","
                                + "\"taskId\":null},\"fenceToken\":12,\"since\":\"2026-01-02T03:04:05.123456Z\",\"waiting\":3}],"
                                + "\"page\":{\"next\":null,\"limit\":5}}");
        assertThat(server.fleet.lastRequest).isEqualTo("order:17 ListQuery[limit=5, cursor=null]");
    }

    @Test
    void heartbeat_tellsWhoWasAskedToDrain() {
        assertThat(heartbeat("w1").text()).isEqualTo("{\"workerId\":\"w1\",\"drain\":false}");
        assertThat(heartbeat(FakeTasks.DRAINED).json().get("drain").asBoolean()).isTrue();
    }

    private Answer heartbeat(String workerId) {
        byte[] body = "{\"queues\":[],\"capacity\":1,\"currentLoad\":0,\"state\":\"RUNNING\"}"
                .getBytes(StandardCharsets.UTF_8);
        return server.send(server.request("/api/v1/workers/" + workerId + "/heartbeat")
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofByteArray(body)));
    }
}
