package com.orchestrator.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.retention.RetentionChange;
import com.orchestrator.api.retention.RetentionRule;
import com.orchestrator.api.retention.RetentionStatus;
import java.time.Duration;
import java.util.Collections;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the client says about runs that have ended, and what it understands. */
@Timeout(60)
class RetentionClientTest extends ClientStory {

    private static final UUID RUN = UUID.fromString("01990000-0000-7000-8000-000000000001");
    private static final String RULE = """
        {"namespace":"a b","completed":"PT720H","failed":null,"compensated":null,"cancelled":null,"terminated":null,
         "archive":true,"version":3,"changedAt":"2026-01-01T00:00:00Z","changedBy":"kim","reason":"law"}\
        """;

    @Test
    void rule_isSaidAndUnderstood() {
        answer(RULE);
        RetentionRule rule = new RetentionRule(Duration.ofDays(30), null, null, null, null, true);

        RetentionStatus status = connection.retention().setRule("a b", rule, "law");

        assertThat(requests.getLast()).startsWith("PUT /api/v1/retention/a%20b {\"completed\":\"PT720H\"");
        assertThat(requests.getLast()).contains("\"archive\":true").endsWith("\"reason\":\"law\"}");
        assertThat(status.completed()).isEqualTo(Duration.ofDays(30));
        assertThat(status.failed()).isNull();

        answer("{\"items\":[{\"namespace\":\"a"
                + " b\",\"version\":1,\"at\":\"2026-01-01T00:00:00Z\",\"action\":\"REMOVED\","
                + "\"actor\":\"kim\",\"reason\":\"law\",\"rule\":null}],\"page\":{\"next\":null,\"limit\":200}}");
        assertThat(connection.retention().changes("a b"))
                .extracting(RetentionChange::action)
                .containsExactly(RetentionChange.Action.REMOVED);
        answer("");
        connection.retention().removeRule("a b", "no more");
        assertThat(requests.getLast()).isEqualTo("DELETE /api/v1/retention/a%20b?reason=no%20more ");
    }

    @Test
    void run_isDeleted_exported_andTakenBack() {
        answer("");
        connection.retention().delete(RUN, "asked for");
        assertThat(requests.getLast()).isEqualTo("DELETE /api/v1/instances/" + RUN + "?reason=asked%20for ");

        answer("{\"format\":\"x\"}\n");
        assertThat(connection.retention().exportRun(RUN)).isEqualTo("{\"format\":\"x\"}\n");
        answer("{\"imported\":2,\"unchanged\":1,\"definitions\":0}");
        assertThat(connection.retention().importRuns("{}\n{}\n")).isEqualTo(new RetentionClient.Imported(2, 1, 0));
        assertThat(requests.getLast()).isEqualTo("POST /api/v1/instances/import {}\n{}\n");
    }

    @Test
    void labelThatIsTakenOff_isSaid() {
        answer("{\"instanceId\":\"" + RUN
                + "\",\"namespace\":\"shop\",\"workflow\":\"order\",\"revision\":1,\"runId\":\"r\","
                + "\"state\":\"COMPLETED\",\"sequenceNumber\":3,\"labels\":{},\"attributes\":{},\"priority\":\"P2\","
                + "\"createdAt\":\"2026-01-01T00:00:00Z\"}");

        connection.retention().changeLabels(RUN, Collections.singletonMap("legal-hold", null), "over");

        assertThat(requests.getLast())
                .isEqualTo("PATCH /api/v1/instances/" + RUN
                        + "/labels {\"labels\":{\"legal-hold\":null},\"reason\":\"over\"}");
    }
}
