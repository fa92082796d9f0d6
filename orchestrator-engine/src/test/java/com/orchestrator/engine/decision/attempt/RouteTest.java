package com.orchestrator.engine.decision.attempt;

import static com.orchestrator.engine.decision.PlanBuilder.task;
import static com.orchestrator.engine.decision.PlanBuilder.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.engine.decision.Expressions;
import com.orchestrator.engine.decision.RunDriver;
import com.orchestrator.engine.plan.Choice;
import com.orchestrator.engine.plan.Neighbours;
import com.orchestrator.engine.plan.Route;
import com.orchestrator.engine.plan.TaskControls;
import com.orchestrator.engine.run.ExecutionRun;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** {@code task} and {@code queue} from an expression over a declared set. */
class RouteTest {

    private static RunDriver start(@Nullable Choice type, @Nullable Choice queue) {
        TaskControls controls = new TaskControls(null, null, null, null, null, new Route(type, queue));
        return RunDriver.start(workflow(task("a").attempts(3).undo().controls(controls), task("b")));
    }

    private static Choice choice(String json, String... among) {
        return new Choice(Expressions.json(json), List.of(among));
    }

    private static String place(ExecutionRun execution) {
        return execution.spec().taskType() + " in " + execution.spec().queue();
    }

    @Test
    void aType_isItsOwnQueue() {
        RunDriver run = start(choice("\"card\"", "card", "invoice"), null);

        assertThat(place(run.live("a"))).isEqualTo("card in card");
    }

    @Test
    void aQueue_isChosenApart() {
        RunDriver run = start(choice("\"card\"", "card"), choice("\"eu\"", "us", "eu"));

        assertThat(place(run.live("a"))).isEqualTo("card in eu");
    }

    @Test
    void anotherAttempt_goesTheSameWay_andTheUndoItsOwn() {
        RunDriver run = start(choice("\"card\"", "card"), choice("\"eu\"", "eu"));

        run.fail("a", FailureKind.RETRYABLE);
        assertThat(place(run.live("a"))).isEqualTo("card in eu");
        run.complete("a");
        run.fail("b", FailureKind.FATAL);

        assertThat(place(run.live("a"))).doesNotContain("card", "eu");
    }

    @Test
    void whatWasNotDeclared_failsTheTask() {
        RunDriver run = start(choice("\"cash\"", "card", "invoice"), null);

        assertThat(run.state()).isEqualTo(WorkflowState.FAILED);
        assertThat(run.cause().code()).isEqualTo("EXPRESSION_FAILED");
        assertThat(run.cause().message()).isEqualTo("'cash' is none of card, invoice");
    }

    @Test
    void whoLooksForTheQueues_findsAllThatItMayLeadTo() {
        assertThat(queues(choice("1", "card", "invoice"), null)).contains("card", "invoice");
        assertThat(queues(choice("1", "card", "invoice"), choice("1", "eu", "us")))
                .contains("eu", "us")
                .doesNotContain("card", "invoice");
    }

    private static Set<String> queues(@Nullable Choice type, @Nullable Choice queue) {
        TaskControls controls = new TaskControls(null, null, null, null, null, new Route(type, queue));
        return Neighbours.of(workflow(task("a").controls(controls)).build()).queues();
    }

    @Test
    void whatIsNoText_failsTheTask() {
        RunDriver run = start(null, choice("7", "7"));

        assertThat(run.cause().message()).isEqualTo("'7' is none of 7");
    }
}
