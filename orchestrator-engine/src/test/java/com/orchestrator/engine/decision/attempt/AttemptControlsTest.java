package com.orchestrator.engine.decision.attempt;

import static com.orchestrator.engine.decision.PlanBuilder.task;
import static com.orchestrator.engine.decision.PlanBuilder.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.Priority;
import com.orchestrator.api.model.TaskError;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.engine.decision.Expressions;
import com.orchestrator.engine.decision.RunDriver;
import com.orchestrator.engine.decision.workflow.RetryTask;
import com.orchestrator.engine.history.AttemptControls;
import com.orchestrator.engine.history.NodeKey;
import com.orchestrator.engine.plan.Fairness;
import com.orchestrator.engine.plan.KeyTemplate;
import com.orchestrator.engine.plan.KeyedCap;
import com.orchestrator.engine.plan.TaskControls;
import com.orchestrator.engine.plan.Template;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What attempts are counted under: evaluated once, recorded with the attempt, and kept by those that follow. */
class AttemptControlsTest {

    private static KeyTemplate input() {
        return new KeyTemplate(Expressions.template(scope -> Objects.requireNonNull(scope.root("input"))));
    }

    private static KeyTemplate key(Template template) {
        return new KeyTemplate(template);
    }

    private static TaskControls controls(KeyTemplate budget) {
        return new TaskControls(Priority.P0, budget, new Fairness(input(), 1, null), new KeyedCap(null, 2), null, null);
    }

    private static RunDriver run(TaskControls controls, String input) {
        return RunDriver.start(
                workflow(task("a").undo().controls(controls), task("b").undo()), input);
    }

    private static TaskError incident(RunDriver run) {
        return Objects.requireNonNull(run.task("a").incident());
    }

    @Test
    void keys_areRecordedWithTheAttempt_andKeptByRetries() {
        RunDriver run = run(controls(key(Expressions.json("\"heavy\""))), "\"tenant\"");
        AttemptControls expected = new AttemptControls("heavy", "tenant", AttemptControls.ALL, null, null, null);
        assertThat(run.live("a").controls()).isEqualTo(expected);
        assertThat(run.live("a").priority(run.run())).isEqualTo(Priority.P0);

        run.fail("a", FailureKind.RETRYABLE);

        assertThat(run.live("a").controls()).isEqualTo(expected);
    }

    @Test
    void undos_areUnderNoLimit_butStandInTheirTasksLine() {
        RunDriver run = run(controls(key(Expressions.json("\"heavy\""))), "\"tenant\"");
        run.complete("a");
        assertThat(run.live("b").controls()).isNull();

        run.fail("b", FailureKind.FATAL);

        assertThat(run.live()).containsExactly("undo a");
        assertThat(run.live("a").controls()).isEqualTo(new AttemptControls(null, "tenant", null, null, null, null));
    }

    @Test
    void nullKey_isNoLimit() {
        RunDriver run = run(
                new TaskControls(null, key(Expressions.json("null")), new Fairness(input(), 1, null), null, null, null),
                "null");

        assertThat(run.live("a").controls()).isNull();
    }

    @Test
    void keyThatCannotBeKnown_isAnIncident_andTheTaskDoesNotRunUnlimited() {
        RunDriver run = run(controls(key(Expressions.broken())), "\"tenant\"");

        assertThat(run.state()).isEqualTo(WorkflowState.SUSPENDED);
        assertThat(incident(run).code()).isEqualTo("KEY_FAILED");
        assertThat(run.live()).isEmpty();

        run.accept(new RetryTask(NodeKey.of("a"), null, "again"));

        assertThat(run.state()).isEqualTo(WorkflowState.SUSPENDED);
    }

    @Test
    void whatIsNoKey_isAnIncident() {
        RunDriver run = run(controls(key(Expressions.json("[1]"))), "\"tenant\"");
        assertThat(incident(run).message()).contains("not ARRAY");

        assertThat(incident(run(controls(key(Expressions.json("\" \""))), "\"t\""))
                        .message())
                .isEqualTo("A key is blank");
    }
}
