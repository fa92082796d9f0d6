package com.orchestrator.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.orchestrator.launcher.demo.DemoOrder.Outcome;
import com.orchestrator.launcher.demo.DemoRuns.Run;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {

    private final ObjectMapper json = new ObjectMapper();

    @Test
    void theOrdersTellEveryEndingOnce() {
        var orders = DemoOrder.twenty();

        assertThat(orders).hasSize(20);
        assertThat(orders.stream().map(DemoOrder::expected)).contains(Outcome.values());
        assertThat(orders.stream().filter(order -> order.expected() == Outcome.WAITING))
                .hasSize(1);
    }

    @Test
    void marksAnOrderThatEndedOtherwise() throws Exception {
        var cause = json.readTree("""
                {"cause":{"kind":"FAILED","code":"CARD_DECLINED","taskId":"charge"}}""");

        assertThat(Report.outcomes(List.of(run(4, "COMPENSATED", cause), run(1, "FAILED", cause))))
                .satisfiesExactly(
                        head -> assertThat(head).contains("ORDER", "STATE"),
                        declined -> assertThat(declined).endsWith("charge: CARD_DECLINED"),
                        surprise -> assertThat(surprise).endsWith("<- expected COMPLETED"));
    }

    @Test
    void tellsUndosFromTheWorkTheyUndo() throws Exception {
        var events = List.of(json.readTree("""
                {"type":"WORKFLOW_STARTED","at":"2026-01-01T00:00:00Z"}"""), json.readTree("""
                {"type":"TASK_COMPLETED","at":"2026-01-01T00:00:00.250Z","taskId":"charge","executionId":"a"}"""), json.readTree("""
                {"type":"TASK_COMPLETED","at":"2026-01-01T00:00:01.500Z","taskId":"charge","executionId":"b"}"""));
        var tasks = List.of(json.readTree("""
                {"executionId":"a","kind":"ACTION","taskId":"charge"}"""), json.readTree("""
                {"executionId":"b","kind":"COMPENSATION","taskId":"charge","taskType":"payment.refund",
                 "state":"SUCCEEDED","input":{"orderId":"o"}}"""));

        assertThat(Report.rollback(run(6, "COMPENSATED", json.createObjectNode()), events, tasks))
                .containsExactly(
                        "  +  0.000 s  workflow started",
                        "  +  0.250 s  task completed             charge",
                        "  +  1.500 s  task completed             undo of charge",
                        "  undo of charge by payment.refund: SUCCEEDED, given {\"orderId\":\"o\"}");
    }

    private static Run run(int number, String state, JsonNode instance) {
        return new Run(DemoOrder.twenty().get(number - 1), "id", state, instance);
    }
}
