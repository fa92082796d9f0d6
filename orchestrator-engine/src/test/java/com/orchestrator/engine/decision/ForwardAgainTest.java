package com.orchestrator.engine.decision;

import static com.orchestrator.engine.decision.PlanBuilder.all;
import static com.orchestrator.engine.decision.PlanBuilder.task;
import static com.orchestrator.engine.decision.PlanBuilder.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.request.CompensateRequest.Then;
import org.junit.jupiter.api.Test;

/** {@code compensate then: retry}: what is undone is done again, and what was only stopped goes on. */
class ForwardAgainTest {

    @Test
    void retry_ofTaskThatWasOnlyLookedAt_isItsFirstRound() {
        RunDriver run = RunDriver.start(workflow(
                task("a").undo(),
                task("b").dependsOn("a"),
                task("c").dependsOn("b"),
                task("d").dependsOn("a", "c").undo()));
        run.complete("a");

        run.compensate("a", Then.RETRY);
        run.complete("a");
        run.complete("a", "b", "c", "d");

        assertThat(run.idempotencyKey(run.executionsOf("d").get(0))).isEqualTo("shop/order/run-1/d");
    }
}
