package com.orchestrator.engine.decision.workflow;

import static com.orchestrator.engine.decision.PlanBuilder.task;
import static com.orchestrator.engine.decision.PlanBuilder.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.Cause;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.Priority;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.engine.decision.DecisionContext;
import com.orchestrator.engine.decision.Gates;
import com.orchestrator.engine.decision.Operations;
import com.orchestrator.engine.decision.RunChange;
import com.orchestrator.engine.decision.RunCommand;
import com.orchestrator.engine.decision.RunDriver;
import com.orchestrator.engine.decision.Verdict;
import com.orchestrator.engine.history.ParentRef;
import com.orchestrator.engine.history.RunMessage;
import com.orchestrator.engine.run.Run;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a run tells its parent, which no longer wants it. */
class CloseForParentTest {

    private static final UUID PARENT = new UUID(1, 1);
    private static final CloseForParent CLOSE =
            new CloseForParent(RunMessage.How.UNDO, new Cause(Cause.Kind.CANCELLED, "PARENT_CLOSED", null, null, null));

    private final Run child = new Run(new UUID(2, 2), workflow(task("a")).build());

    private List<RunMessage> decide(RunCommand command) {
        DecisionContext context = new DecisionContext(
                RunDriver.START,
                new Random(1),
                DecisionContext.Slots.NONE,
                DecisionContext.Limits.DEFAULT,
                Gates.NONE,
                0);
        RunChange change = new RunChange(child, context, null);
        assertThat(command.decide(change)).isEqualTo(Verdict.ACCEPTED);
        return change.messages();
    }

    private void start() {
        ParentRef parent = new ParentRef(PARENT, "sub", "3", 1, null);
        decide(new StartWorkflow(
                "c", Payload.EMPTY_OBJECT, Map.of(), Priority.DEFAULT, null, parent, Map.of(), null, null));
    }

    private static void assertReports(List<RunMessage> told, WorkflowState state) {
        assertThat(told).singleElement().satisfies(message -> {
            assertThat(message.receiver()).isEqualTo(PARENT);
            assertThat(message.body())
                    .isInstanceOfSatisfying(
                            RunMessage.Report.class,
                            report -> assertThat(report)
                                    .returns("sub", RunMessage.Report::taskId)
                                    .returns("3", RunMessage.Report::iteration)
                                    .returns(state, RunMessage.Report::state));
        });
    }

    @Test
    void runThatGoesOn_endsAndSaysSo() {
        start();

        assertReports(decide(CLOSE), WorkflowState.CANCELLED);
    }

    @Test
    void runThatHasEnded_saysSoAgain() {
        start();
        decide(Operations.cancel());
        long before = child.sequenceNumber();

        assertReports(decide(CLOSE), WorkflowState.CANCELLED);
        assertThat(child.sequenceNumber()).isEqualTo(before);
    }

    @Test
    void runThatHasPassedItsPivot_namesItsRefusalUnlikeItsEnd() {
        RunDriver driver = new RunDriver(workflow(task("a").pivot()).build(), 1);
        ParentRef parent = new ParentRef(PARENT, "sub", "3", 1, null);
        driver.accept(new StartWorkflow(
                "c", Payload.EMPTY_OBJECT, Map.of(), Priority.DEFAULT, null, parent, Map.of(), null, null));
        driver.complete("a");
        long toldItsEnd = driver.run().sequenceNumber();

        driver.accept(CLOSE);
        assertThat(driver.run().sequenceNumber())
                .as("it says again what it said")
                .isEqualTo(toldItsEnd);
        driver.accept(new UndoForParent(new Cause(Cause.Kind.CANCELLED, "PARENT_CLOSED", null, null, null)));
        assertThat(driver.run().sequenceNumber()).as("it says something else").isGreaterThan(toldItsEnd);
    }
}
