package com.orchestrator.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.engine.find.FieldValue;
import com.orchestrator.engine.find.RunField.Attribute;
import com.orchestrator.engine.find.RunField.Column;
import com.orchestrator.engine.find.RunField.Label;
import com.orchestrator.engine.find.RunFilter;
import com.orchestrator.engine.find.RunFilter.OneOf;
import com.orchestrator.engine.find.RunFilter.Relation;
import com.orchestrator.engine.service.InstanceQuery;
import com.orchestrator.server.testing.TestServer;
import com.orchestrator.server.testing.TestServer.Answer;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How runs are found, as section 0b of the contract fixes it. */
class FindContractTest {

    private static final String RUNS = "/api/v1/instances";

    private TestServer server;

    @BeforeEach
    void start() {
        server = TestServer.open();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private InstanceQuery asked(String parameters) {
        Answer answer = server.get(RUNS + "?" + parameters);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return (InstanceQuery) server.workflows.lastRequest;
    }

    @Test
    void parameters_allHold() {
        InstanceQuery query = asked("namespace=shop&code=CARD_DECLINED&label=tier:gold:1"
                + "&startedAfter=2026-01-02T00:00:00Z&endedBefore=2026-01-03T00:00:00%2B01:00");

        assertThat(query.filter())
                .isEqualTo(RunFilter.is(Column.NAMESPACE, "shop")
                        .and(RunFilter.is(Column.CODE, "CARD_DECLINED"))
                        .and(RunFilter.at(Column.STARTED_AT, Relation.ABOVE, Instant.parse("2026-01-02T00:00:00Z")))
                        .and(RunFilter.at(Column.ENDED_AT, Relation.BELOW, Instant.parse("2026-01-02T23:00:00Z")))
                        .and(RunFilter.is(new Label("tier"), "gold:1")));
        assertThat(query.ascending()).isFalse();
    }

    @Test
    void attribute_isWhateverItsTextMayMean() {
        assertThat(asked("attr.customerId=c1").filter()).isEqualTo(RunFilter.is(new Attribute("customerId"), "c1"));
        assertThat(asked("attr.paid=true").filter())
                .isEqualTo(new OneOf(new Attribute("paid"), Set.of(new FieldValue.Truth(true))));
        assertThat(asked("attr.total=1e2").filter())
                .isEqualTo(new OneOf(
                        new Attribute("total"),
                        Set.of(new FieldValue.Text("1e2"), new FieldValue.Number(new BigDecimal("100")))));
    }

    @Test
    void filter_isReadAndHoldsBesideTheOthers() {
        String filter = "attr.total > 1000 && labels.tier == 'gold'";

        assertThat(asked("state=FAILED&filter=" + URLEncoder.encode(filter, StandardCharsets.UTF_8))
                        .filter())
                .isEqualTo(RunFilter.states(Set.of(WorkflowState.FAILED))
                        .and(new RunFilter.Ordered(
                                new Attribute("total"), Relation.ABOVE, new FieldValue.Number(new BigDecimal("1000"))))
                        .and(RunFilter.is(new Label("tier"), "gold")));
    }

    @Test
    void filter_thatIsNone_isRefusedWithItsPlace() {
        Answer answer = server.get(RUNS + "?filter=stat%20%3D%3D%20'FAILED'");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().at("/errors/0").toString())
                .isEqualTo("{\"pointer\":\"/filter\",\"line\":1,\"column\":1,"
                        + "\"detail\":\"Runs have no 'stat'\",\"hint\":\"did you mean 'state'?\"}");
    }

    @Test
    void counts_areByKey_andSayWhetherTheyAreAll() {
        assertThat(server.get(RUNS + "/count?groupBy=code&namespace=shop").text())
                .isEqualTo("{\"items\":[{\"key\":\"CODE\",\"count\":3}],\"atLeast\":true}");
        assertThat(server.workflows.lastRequest).isEqualTo(RunFilter.is(Column.NAMESPACE, "shop"));
        assertThat(server.get(RUNS + "/count").json().at("/items/0/key").asText())
                .isEqualTo("STATE");
        Answer wrong = server.get(RUNS + "/count?groupBy=stat");
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.json().at("/errors/0/hint").asText()).isEqualTo("did you mean 'state'?");
    }

    @Test
    void oldest_canComeFirst() {
        assertThat(asked("sort=startedAt").ascending()).isTrue();
        assertThat(asked("sort=-startedAt").ascending()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "sort=endedAt, /sort, -startedAt",
        "label=tier, /label, label=key:value",
        "label=:x, /label, label=key:value",
        "startedAfter=yesterday, /startedAfter, 2026-01-31T12:00:00Z",
        "endedBefore=9999999-01-01T00:00:00Z, /endedBefore, 2026-01-31T12:00:00Z",
        "atr.total=1, /atr.total, attr.*",
        "attr.totl=1, /attr.totl, did you mean 'total'?",
        "attr.paid=yes, /attr.paid, ",
        "attr.total=, /attr.total, ",
        "code=, /code, ",
        "limit=0, /limit, ",
        "startedafter=2026-01-31T12:00:00Z, /startedafter, startedAfter"
    })
    void parameter_thatMeansNothing_isRefusedWithAHint(String parameter, String pointer, String hint) {
        Answer answer = server.get(RUNS + "?" + parameter);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().at("/errors/0/pointer").asText()).isEqualTo(pointer);
        assertThat(answer.json().at("/errors/0/hint").asText()).contains(hint == null ? "" : hint);
    }
}
