package com.orchestrator.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.server.testing.TestServer;
import com.orchestrator.server.testing.TestServer.Answer;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What somebody meets who has not read everything. */
class FirstStepsTest {

    private TestServer server;

    @BeforeEach
    void open() {
        server = TestServer.open();
    }

    @AfterEach
    void close() {
        server.close();
    }

    private Answer post(String path, String contentType) {
        return server.send(server.request(path)
                .header("Content-Type", contentType)
                .POST(HttpRequest.BodyPublishers.ofString("{}")));
    }

    @Test
    void wrongMediaType_isToldWhichAreTaken() {
        Answer definition = post("/api/v1/workflows", "application/x-www-form-urlencoded");
        assertThat(definition.status()).isEqualTo(415);
        assertThat(definition.json().get("detail").asText())
                .isEqualTo(
                        "Media type not supported; this address takes Content-Type application/json or application/yaml");
        assertThat(definition.header("Accept")).isEqualTo("application/json, application/yaml");

        Answer start = post("/api/v1/workflows/shop/order/instances", "text/plain");
        assertThat(start.header("Accept")).isEqualTo("application/json");

        Answer charset = post("/api/v1/workflows", "application/yaml;charset=latin1");
        assertThat(charset.json().get("detail").asText()).contains("UTF-8", "application/yaml");
    }

    @Test
    void runIdInThePlaceOfAnId_pointsToTheSearch() {
        for (String path : new String[] {"", "/events", "/explain", "/tasks", "/result"}) {
            Answer answer = server.get("/api/v1/instances/my-order%201" + path);
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.json().get("code").asText()).isEqualTo("NOT_FOUND");
            assertThat(answer.json().get("errors").get(0).get("hint").asText())
                    .endsWith("GET /api/v1/instances?runId=my-order+1");
        }
        assertThat(server.post("/api/v1/instances/my-order-1/pause", "{}").status())
                .isEqualTo(404);
        assertThat(server.post("/api/v1/tasks/mine/renew", "{\"workerId\":\"w\",\"fenceToken\":1}")
                        .json()
                        .get("detail")
                        .asText())
                .contains("'mine' is not an id");
    }

    @Test
    void index_saysWhatThereIs() {
        JsonNode index = server.get("/api/v1").json();

        assertThat(index.get("links").get("workers").asText()).isEqualTo("/api/v1/workers");
        assertThat(index.get("links").get("self").asText()).isEqualTo("/api/v1");
        assertThat(index.get("links").get("workflow-v1.json").asText()).isEqualTo("/api/v1/schemas/workflow-v1.json");
        assertThat(index.get("operations"))
                .extracting(JsonNode::toString)
                .contains(
                        "{\"method\":\"POST\",\"href\":\"/api/v1/workers/{workerId}/drain\",\"role\":\"operator\"}",
                        "{\"method\":\"GET\",\"href\":\"/health/live\",\"role\":null}",
                        "{\"method\":\"GET\",\"href\":\"/api/v1/workflows/{namespace}/{workflow}/revisions/{revision}\","
                                + "\"role\":\"reader\"}");
        assertThat(server.get("/api/v1/nothing").json().get("detail").asText()).contains("GET /api/v1 ");
    }

    @Test
    void everyLink_canBeFollowed() {
        server.get("/api/v1")
                .json()
                .get("links")
                .forEach(link -> assertThat(server.get(link.asText()).status())
                        .as(link.asText())
                        .isLessThan(300));
    }
}
