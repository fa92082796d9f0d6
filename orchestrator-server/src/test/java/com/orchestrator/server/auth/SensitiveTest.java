package com.orchestrator.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.server.auth.Tenancy.Call;
import com.orchestrator.server.auth.Tenancy.Thing;
import com.orchestrator.server.openapi.DescribedApi;
import com.orchestrator.server.testing.TestServer.Answer;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.logging.StreamHandler;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * In a world where workers repeat what they were given of sensitive fields in all that they say, every operation of the document is called
 * by somebody who may do everything and does not see what is sensitive; and errors are looked at by somebody who sees all.
 */
class SensitiveTest {

    private static final List<String> METHODS = List.of("GET", "PUT", "PATCH", "POST", "DELETE");
    private static final String[] SENSITIVE = {Tenancy.PIN, Tenancy.CODE};

    private static final Queue<String> LOGGED = new ConcurrentLinkedQueue<>();
    private static final Handler LISTENER = new StreamHandler() {
        @Override
        public void publish(LogRecord entry) {
            LOGGED.add(new SimpleFormatter().format(entry));
        }
    };

    private static Tenancy tenancy;

    /** As it was before anybody did anything: incidents, runs, and the history of the one whose worker has failed. */
    private static Answer incidents;

    private static Answer runs;
    private static Answer failed;

    @BeforeAll
    static void open() {
        Logger.getLogger("").addHandler(LISTENER);
        tenancy = Tenancy.open();
        incidents = tenancy.root("GET", "/api/v1/incidents?namespace=canary", "");
        runs = tenancy.root("GET", "/api/v1/instances?namespace=canary", "");
        String run = incidents.json().at("/items/0/instanceId").asText();
        failed = tenancy.root("GET", "/api/v1/instances/" + run + "/events", "");
    }

    @AfterAll
    static void close() {
        Logger.getLogger("").removeHandler(LISTENER);
        tenancy.close();
    }

    /** Those that end what the others look at come last. */
    private static List<Call> calls() {
        return DescribedApi.ofThisServer().operations().stream()
                .filter(operation -> operation.role().isPresent())
                .filter(operation -> !operation.path().endsWith("stream"))
                .sorted(Comparator.comparing(operation -> METHODS.indexOf(operation.method())))
                .flatMap(operation -> tenancy.askedOf(operation, TwoTenantsTest.on(tenancy, operation)).stream())
                .map(asked -> asked.of(Thing.THERE))
                .toList();
    }

    private static boolean says(Answer answer, String word) {
        return answer.text().contains(word);
    }

    @Test
    void whoDoesNotSeeWhatIsSensitive_seesItInNoAnswer_andTheRest() throws Exception {
        List<Call> gets =
                calls().stream().filter(call -> call.method().equals("GET")).toList();
        String run = "/api/v1/instances/" + tenancy.there("instanceId");

        assertThat(gets.stream().filter(call -> says(tenancy.asRoot(call), Tenancy.PIN)))
                .as("else there is nothing to be seen")
                .hasSizeGreaterThan(4);
        assertThat(gets.stream().filter(call -> says(tenancy.asMasked(call), Tenancy.HUSH)))
                .as("it is no blindness")
                .hasSizeGreaterThan(9);
        assertThat(tenancy.heardMasked("/api/v1/stream?after=0", "SIGNAL_CONSUMED"))
                .contains(Tenancy.HUSH, "***", "canary-flow")
                .doesNotContain(SENSITIVE);
        assertThat(tenancy.heardMasked(run + "/events/stream?after=0", "TASK_LEASED"))
                .contains(Tenancy.HUSH, "***")
                .doesNotContain(SENSITIVE);
        assertThat(calls().stream().filter(call -> {
                    Answer answer = tenancy.asMasked(call);
                    assertThat(answer.status()).as(call + " " + answer.text()).isNotEqualTo(500);
                    return Stream.of(SENSITIVE).anyMatch(word -> says(answer, word));
                }))
                .isEmpty();
        assertThat(LOGGED).isNotEmpty().noneMatch(line -> line.contains(Tenancy.PIN) || line.contains(Tenancy.CODE));
    }

    @Test
    void noErrorSaysIt_toAnybody() {
        Answer refused = tenancy.root(
                "POST", "/api/v1/workflows/canary/canary-flow/instances", "{\"input\":{\"pin\":\"4711-0815\"}}");

        assertThat(incidents.text()).contains("trouble ***").doesNotContain(SENSITIVE);
        assertThat(failed.text()).contains("\"b\":[\"***\"]");
        assertThat(runs.text()).contains("is neither a duration").doesNotContain(SENSITIVE);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text()).contains("/input/pin", "calls it sensitive").doesNotContain("4711");
        assertThat(tenancy.root("GET", "/metrics", "").text())
                .contains("orchestrator_")
                .doesNotContain(SENSITIVE);
    }

    /** A start that waits does not pass the filter of the other answers; a child is given what its parent hides. */
    @Test
    void whoWaits_andWhoLooksAtAChild_seesNothingOfIt() {
        tenancy.root("POST", "/api/v1/workflows", """
            {"apiVersion":"orchestrator/v1","kind":"Workflow","namespace":"canary","name":"inner",
            "output":{"said":"${ input.number }"},"tasks":[{"id":"a","set":{"x":1}}]}\
            """);
        tenancy.root("POST", "/api/v1/workflows", """
            {"apiVersion":"orchestrator/v1","kind":"Workflow","namespace":"canary","name":"outer",
            "input":{"schema":{"properties":{"pin":{"sensitive":true}}}},
            "output":{"said":"for ${ input.pin }","plain":"${ input.plain }"},"tasks":[
            {"id":"a","workflow":{"name":"inner","input":{"number":"${ input.pin }"}}}]}\
            """);
        String starts = "/api/v1/workflows/canary/outer/instances?wait=10s";
        String body = "{\"runId\":\"outer\",\"input\":{\"plain\":\"bread\",\"pin\":\"" + Tenancy.PIN + "\"}}";
        Answer outer = tenancy.masked("POST", starts, body);
        String inner = "/api/v1/instances?namespace=canary&workflow=inner";

        assertThat(outer.text()).contains("COMPLETED", "for ***", "bread").doesNotContain(SENSITIVE);
        assertThat(tenancy.root("POST", starts, body).text()).contains("for " + Tenancy.PIN);
        String child =
                tenancy.root("GET", inner, "").json().at("/items/0/instanceId").asText();
        assertThat(tenancy.root("GET", "/api/v1/instances/" + child, "").text()).contains(Tenancy.PIN);
        assertThat(tenancy.masked("GET", "/api/v1/instances/" + child, "").text())
                .contains("COMPLETED", "***")
                .doesNotContain(SENSITIVE);
    }

    @Test
    void aWorkerGetsIt() {
        assertThat(tenancy.handedOut()).contains(Tenancy.PIN);
    }

    @Test
    void whatIsNothingButData_isRefused_andConditionsAreNot() {
        String run = "/api/v1/instances/" + tenancy.there("instanceId");
        Answer export = tenancy.masked("GET", run + "/export", "");

        assertThat(export.status()).isEqualTo(403);
        assertThat(export.text()).contains("no-sensitive");
        assertThat(tenancy.masked("GET", "/api/v1/instances?namespace=canary&attr.canaryAttr=hush-canary", "")
                        .status())
                .isEqualTo(200);
        assertThat(tenancy.masked("GET", "/api/v1/session", "").text())
                .contains("\"payloads\":true", "\"sensitive\":false");
    }

    @Test
    void nobodyWhoIsMasked_makesATokenThatSeesMore() {
        String body = "{\"name\":\"%s\",\"grants\":[\"%s\"],\"reason\":\"r\"}";

        assertThat(tenancy.masked("POST", "/api/v1/tokens", body.formatted("sees", "reader"))
                        .status())
                .isEqualTo(403);
        Stream.of("no-sensitive", "no-payloads")
                .forEach(word -> assertThat(
                                tenancy.masked("POST", "/api/v1/tokens", body.formatted(word, "operator+" + word))
                                        .status())
                        .isEqualTo(201));
        assertThat(tenancy.blind("POST", "/api/v1/tokens", body.formatted("half", "reader+no-sensitive"))
                        .status())
                .isEqualTo(403);
        assertThat(tenancy.root("POST", "/api/v1/tokens", body.formatted("works", "worker+no-sensitive"))
                        .text())
                .contains("/grants/0", "has no-sensitive", "a worker reads");
    }
}
