package com.orchestrator.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.server.auth.Tenancy.Call;
import com.orchestrator.server.auth.Tenancy.Thing;
import com.orchestrator.server.openapi.DescribedApi;
import com.orchestrator.server.testing.TestServer.Answer;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Every operation of the document is called by somebody who may do everything and does not read what runs carry, in a world where the
 * same word stands in all that they carry. He never sees it.
 */
class PayloadsTest {

    private static final List<String> METHODS = List.of("GET", "PUT", "PATCH", "POST", "DELETE");

    private static Tenancy tenancy;

    @BeforeAll
    static void open() {
        tenancy = Tenancy.open();
    }

    @AfterAll
    static void close() {
        tenancy.close();
    }

    /** Those that end what the others look at come last. */
    private static Stream<DescribedApi.Operation> operations() {
        return DescribedApi.ofThisServer().operations().stream()
                .filter(operation -> operation.role().isPresent())
                .filter(operation -> !operation.path().endsWith("stream"))
                .sorted(Comparator.comparing(operation -> METHODS.indexOf(operation.method())));
    }

    private static Stream<Call> calls() {
        return operations()
                .flatMap(operation -> tenancy.askedOf(operation, TwoTenantsTest.on(tenancy, operation)).stream())
                .map(asked -> asked.of(Thing.THERE));
    }

    @Test
    void whoDoesNotReadPayloads_seesThemInNoAnswer() throws Exception {
        List<Call> gets = calls().filter(call -> call.method().equals("GET")).toList();
        long carrying = gets.stream()
                .filter(call -> tenancy.asRoot(call).text().contains(Tenancy.HUSH))
                .count();
        String run = "/api/v1/instances/" + tenancy.there("instanceId");

        assertThat(carrying).as("else there is nothing to be seen").isGreaterThan(9);
        assertThat(tenancy.heardBlind("/api/v1/stream?after=0", "TASK_COMPLETED"))
                .contains("WORKFLOW_STARTED", "canary-flow")
                .doesNotContain(Tenancy.HUSH);
        assertThat(tenancy.heardBlind(run + "/events/stream?after=0", "TASK_LEASED"))
                .doesNotContain(Tenancy.HUSH);
        assertThat(calls().filter(call -> tenancy.asBlind(call).text().contains(Tenancy.HUSH)))
                .isEmpty();
    }

    /** A start that waits does not pass the filter of the other answers. */
    @Test
    void whoWaitsForARunThatHeHasStarted_isToldItsState_andNotWhatItCameTo() {
        tenancy.blind("POST", "/api/v1/workflows", """
            {"apiVersion":"orchestrator/v1","kind":"Workflow","namespace":"canary","name":"echo",
            "output":{"said":"${ input.secret }"},"tasks":[{"id":"a","set":{"x":1}}]}\
            """);
        String starts = "/api/v1/workflows/canary/echo/instances?wait=10s";
        String body = "{\"runId\":\"echo\",\"input\":{\"secret\":\"" + Tenancy.HUSH + "\"}}";

        Answer blind = tenancy.blind("POST", starts, body);
        assertThat(blind.text()).contains("COMPLETED").doesNotContain(Tenancy.HUSH);
        assertThat(tenancy.root("POST", starts, body).text()).contains("\"said\":\"" + Tenancy.HUSH);
    }

    @Test
    void statesTimesAndCodes_areThere() {
        Answer list = tenancy.blind("GET", "/api/v1/instances?namespace=canary", "");
        Answer incidents = tenancy.blind("GET", "/api/v1/incidents?namespace=canary", "");

        assertThat(list.text()).contains("canary-flow", "canary-run", "state", "startedAt");
        assertThat(incidents.text()).contains("CANARY", "***");
    }

    @Test
    void whatAsksForPayloads_isRefused() {
        Stream.of(
                        "/api/v1/instances?namespace=canary&attr.canaryAttr=hush-canary",
                        "/api/v1/instances?namespace=canary&filter=attr.canaryAttr%20==%20%22x%22")
                .forEach(path ->
                        assertThat(tenancy.blind("GET", path, "").status()).isEqualTo(403));
        assertThat(tenancy.blind("POST", "/api/v1/tasks/poll", "{\"workerId\":\"w\",\"queues\":[\"canary:step\"]}")
                        .status())
                .isEqualTo(403);
        assertThat(tenancy.blind(
                                "POST",
                                "/api/v1/batches",
                                "{\"operation\":\"pause\",\"reason\":\"r\",\"filter\":\"true\",\"dryRun\":true}")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void nobodyWhoIsBlind_makesATokenThatSees() {
        String body = "{\"name\":\"%s\",\"grants\":[\"%s\"],\"reason\":\"r\"}";

        assertThat(tenancy.blind("POST", "/api/v1/tokens", body.formatted("sees", "reader"))
                        .status())
                .isEqualTo(403);
        assertThat(tenancy.blind("POST", "/api/v1/tokens", body.formatted("sees-not", "operator+no-payloads"))
                        .status())
                .isEqualTo(201);
        assertThat(tenancy.blind("POST", "/api/v1/tokens", body.formatted("works", "worker+no-payloads"))
                        .text())
                .contains("/grants/0", "a worker reads");
        assertThat(tenancy.blind("POST", "/api/v1/tokens/ci@canary/rotate", "{\"reason\":\"r\"}")
                        .status())
                .isEqualTo(403);
    }
}
