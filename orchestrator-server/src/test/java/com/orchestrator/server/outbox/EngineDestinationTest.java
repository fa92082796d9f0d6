package com.orchestrator.server.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.memory.InMemoryEngineStore;
import com.orchestrator.engine.memory.SettableClock;
import com.orchestrator.outbox.relay.Message;
import com.orchestrator.outbox.relay.RunName;
import com.orchestrator.outbox.relay.Verdict;
import com.orchestrator.outbox.relay.Verdict.Kind;
import com.orchestrator.server.quota.Allowance;
import com.orchestrator.server.quota.Quota;
import com.orchestrator.server.quota.Quotas;
import com.orchestrator.server.rest.json.BodyLimit;
import com.orchestrator.server.testing.TestServer;
import com.orchestrator.server.testing.TestServer.Answer;
import com.orchestrator.server.wiring.OwnEngine;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A message means to the engine what the same request over REST does, and whoever gives it twice has given it once. */
class EngineDestinationTest {

    private static final String ORDER = """
            {"apiVersion":"orchestrator/v1","kind":"Workflow","namespace":"shop","name":"order",
             "input":{"schema":{"type":"object","properties":{"orderId":{"type":"string"}}}},
             "tasks":[{"id":"paid","signal":"paid"},{"id":"ship","task":"ship"}]}""";

    private static final String STARTS = "/api/v1/workflows/shop/order/instances";

    private final OwnEngine engine = OwnEngine.onLocal(new InMemoryEngineStore(SettableClock.running()));
    private final TestServer server = TestServer.of(engine);
    private final EngineDestination shop = of("shop", Quotas.off());

    private EngineDestination of(String entry, Quotas quotas) {
        return new EngineDestination(
                OutboxSchema.parse(List.of(entry)).get(0), engine.workflowService(), quotas, BodyLimit.DEFAULT);
    }

    @BeforeEach
    void register() {
        assertThat(server.post("/api/v1/workflows", ORDER).status()).isEqualTo(201);
    }

    @AfterEach
    void close() {
        server.close();
        engine.close();
    }

    private static Message start(String runId, String input) {
        return new Message(1, new RunName("shop", "order", runId), null, Payload.ofJson(input), null, null);
    }

    private static Message signal(String runId, String name) {
        return new Message(
                2,
                new RunName("shop", "order", runId),
                new Message.Signal(name, "p-1"),
                Payload.EMPTY_OBJECT,
                null,
                null);
    }

    private JsonNode run(String runId) {
        String id = runs(runId).at("/0/instanceId").asText();
        return server.get("/api/v1/instances/" + id).json();
    }

    private JsonNode runs(String runId) {
        return server.get("/api/v1/instances?runId=" + runId).json().get("items");
    }

    private void assertRefused(Verdict verdict, Kind kind, String code) {
        assertThat(verdict.code()).as(verdict.detail()).isEqualTo(code);
        assertThat(verdict.kind()).isEqualTo(kind);
        assertThat(verdict.detail()).isNotBlank();
    }

    @Test
    void aStart_givenTwice_isOneRun_withAllThatItSays() {
        Message message = new Message(
                1,
                new RunName("shop", "order", "o-1"),
                null,
                Payload.ofJson("{\"total\": 1000000000000000000000.10}"),
                "{\"tier\": \"gold\"}",
                1);

        assertThat(shop.handOver(message)).isEqualTo(Verdict.HANDED_OVER);
        assertThat(shop.handOver(message)).isEqualTo(Verdict.HANDED_OVER);
        assertThat(runs("o-1")).hasSize(1);
        assertThat(run("o-1").at("/labels/tier").asText()).isEqualTo("gold");
        assertThat(server.get("/api/v1/instances/"
                                + run("o-1").get("instanceId").asText())
                        .text())
                .contains("1000000000000000000000.10");
    }

    @Test
    void aSignal_givenTwice_isTakenOnce_fromTheOutbox() {
        assertRefused(shop.handOver(signal("o-1", "paid")), Kind.PUT_OFF, "RUN_NOT_FOUND");
        shop.handOver(start("o-1", "{}"));

        assertThat(shop.handOver(signal("o-1", "paid"))).isEqualTo(Verdict.HANDED_OVER);
        assertThat(shop.handOver(signal("o-1", "paid"))).isEqualTo(Verdict.HANDED_OVER);
        String events = server.get(
                        "/api/v1/instances/" + run("o-1").get("instanceId").asText() + "/events")
                .text();
        assertThat(events.split("SIGNAL_RECEIVED", -1)).as(events).hasSize(2);
        assertThat(events).contains("outbox/shop");
        assertRefused(shop.handOver(signal("o-1", "payed")), Kind.REFUSED, "NOT_FOUND");
    }

    /** What REST says to the same body, word for word. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "-",
            value = {
                "{\"orderId\": 7}          | -               | REFUSED  | INPUT_INVALID",
                "{\"a\": 1, \"a\": 2}      | -               | REFUSED  | MALFORMED_REQUEST",
                "{}                        | {\"n\": {}}     | REFUSED  | INVALID_REQUEST",
                "{}                        | {\" \": \"x\"}  | REFUSED  | INVALID_REQUEST",
            })
    void whatRestRefuses_isRefused(String input, @Nullable String labels, Kind kind, String code) {
        Answer rest = server.post(
                STARTS,
                "{\"runId\":\"o-1\",\"input\":" + input + (labels == null ? "" : ",\"labels\":" + labels) + "}");

        Verdict verdict = shop.handOver(
                new Message(1, new RunName("shop", "order", "o-1"), null, Payload.ofJson(input), labels, null));

        assertRefused(verdict, kind, code);
        assertThat(verdict.code()).isEqualTo(rest.json().get("code").asText());
        assertThat(verdict.detail()).isEqualTo(rest.json().get("detail").asText());
        assertThat(runs("o-1")).isEmpty();
    }

    @Test
    void whatNoBodyMayBe_isRefused_andDoesNotStandInTheWay() {
        String deep = "[".repeat(5_000) + "]".repeat(5_000);
        String large = "\"" + "x".repeat(BodyLimit.DEFAULT.bytesMax()) + "\"";

        assertRefused(shop.handOver(start("o-1", deep)), Kind.REFUSED, "MALFORMED_REQUEST");
        assertRefused(shop.handOver(start("o-1", large)), Kind.REFUSED, "PAYLOAD_TOO_LARGE");
    }

    @Test
    void aRunIdThatIsTaken_andAWorkflowThatIsNotThere() {
        shop.handOver(start("o-1", "{}"));

        assertRefused(shop.handOver(start("o-1", "{\"orderId\":\"x\"}")), Kind.REFUSED, "RUN_ID_CONFLICT");
        assertRefused(
                shop.handOver(
                        new Message(1, new RunName("shop", "later", "l"), null, Payload.EMPTY_OBJECT, null, null)),
                Kind.PUT_OFF,
                "NOT_FOUND");
    }

    @Test
    void aMessageToAnotherNamespace_isRefused() {
        EngineDestination bound = of("app:billing", Quotas.off());

        Verdict verdict = bound.handOver(start("o-1", "{}"));

        assertRefused(verdict, Kind.REFUSED, "FORBIDDEN");
        assertThat(verdict.detail())
                .isEqualTo(
                        "The outbox of schema app is bound to namespace billing, and this message is about namespace shop");
        assertRefused(bound.handOver(signal("o-1", "paid")), Kind.REFUSED, "FORBIDDEN");
        assertThat(runs("o-1")).isEmpty();
        assertThat(of("app:shop", Quotas.off()).handOver(start("o-1", "{}"))).isEqualTo(Verdict.HANDED_OVER);
    }

    @Test
    void quotas_areThoseOfItsNamespace_andOfItself() {
        EngineDestination scarce = of(
                "shop", Quotas.of(Map.of(Quota.PRINCIPAL_REQUESTS, Allowance.parse(List.of("none", "outbox/shop=1")))));

        assertThat(scarce.handOver(start("o-1", "{}"))).isEqualTo(Verdict.HANDED_OVER);
        assertRefused(scarce.handOver(start("o-2", "{}")), Kind.PUT_OFF, "QUOTA_EXCEEDED");
    }

    @Test
    void whatIsNoSchema_isRefused() {
        assertThat(OutboxSchema.parse(List.of("Shop", "bill:b.x-1")))
                .extracting(OutboxSchema::name)
                .containsExactly("shop", "bill");
        for (String entry : List.of("a b", "a.b", "\"a\"", "1a", ":x", "a:", "a:b:c", "a: ;", "a;drop")) {
            assertThatThrownBy(() -> OutboxSchema.parse(List.of(entry)))
                    .as(entry)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("expected for example");
        }
        assertThatThrownBy(() -> OutboxSchema.parse(List.of("shop", "SHOP:x")))
                .hasMessageContaining("'shop' is named twice");
    }
}
