package com.orchestrator.engine.decision;

import static com.orchestrator.engine.decision.PlanBuilder.each;
import static com.orchestrator.engine.decision.PlanBuilder.task;
import static com.orchestrator.engine.decision.PlanBuilder.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.ExecutionKind;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.engine.decision.task.ExpireLease;
import com.orchestrator.engine.decision.task.LeaseTask;
import com.orchestrator.engine.run.ExecutionRun;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Work of unknown outcome inside a map: each item is asked about by itself. */
class ProbesInMapsTest {

    private static final String HAPPENED = "{\"happened\":true,\"output\":{\"found\":1}}";
    private static final String HAPPENED_NOT = "{\"happened\":false}";

    private final RunDriver run =
            RunDriver.start(workflow(each("m", "[10,20]", task("t").undo().verified())));

    private ExecutionRun live(String item) {
        return run.run().liveExecutions().stream()
                .filter(execution -> execution.task().key().toString().equals(item))
                .findFirst()
                .orElseThrow(() -> new AssertionError(item + " is not among " + run.live()));
    }

    private RunDriver.Lease lease(String item) {
        ExecutionRun execution = live(item);
        run.accept(new LeaseTask(execution.executionId(), RunDriver.slot("w")));
        return new RunDriver.Lease(execution.executionId(), "w", execution.leaseToken());
    }

    private void lose(String... items) {
        List<RunDriver.Lease> leases = List.of(items).stream().map(this::lease).toList();
        run.moveClock(Duration.ofSeconds(30));
        for (RunDriver.Lease lost : leases) {
            ExecutionRun execution = run.run().execution(lost.executionId());
            run.accept(new ExpireLease(lost.executionId(), execution.leaseExpiresAt()));
        }
    }

    private List<String> keys() {
        return run.run().liveExecutions().stream()
                .sorted(Comparator.comparing(execution -> execution.task().key().toString()))
                .map(run::idempotencyKey)
                .toList();
    }

    @Test
    void lostItems_areAskedAboutEachByItself() {
        lose("t#0", "t#1");

        assertThat(keys()).containsExactly("shop/order/run-1/t#0:probe", "shop/order/run-1/t#1:probe");
        assertThat(run.inputOf(live("t#1")).toString()).contains("\"idempotencyKey\":\"shop/order/run-1/t#1\"");
    }

    @Test
    void answers_countForTheirItemAlone() {
        lose("t#0", "t#1");

        run.complete(lease("t#0"), HAPPENED);
        run.complete(lease("t#1"), HAPPENED_NOT);

        assertThat(keys()).containsExactly("shop/order/run-1/t#1");
        run.complete(lease("t#1"), "{}");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPLETED);
    }

    @Test
    void inARollback_itemsInDoubtAreAskedAboutAndOnlyWhatHappenedIsUndone() {
        run.complete(lease("t#0"), "{}");
        RunDriver.Lease lost = lease("t#1");
        run.accept(Operations.cancel());
        run.moveClock(Duration.ofSeconds(30));
        run.accept(new ExpireLease(
                lost.executionId(), run.run().execution(lost.executionId()).leaseExpiresAt()));

        assertThat(live("t#1").kind()).isEqualTo(ExecutionKind.PROBE);
        run.complete(lease("t#1"), HAPPENED_NOT);
        run.complete(lease("t#0"), "{}");

        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);
        assertThat(run.undone()).containsExactly("t");
    }
}
