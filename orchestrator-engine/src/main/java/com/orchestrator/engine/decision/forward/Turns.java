package com.orchestrator.engine.decision.forward;

import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.decision.RunChange;
import com.orchestrator.engine.decision.RunScope;
import com.orchestrator.engine.history.TaskEvent;
import com.orchestrator.engine.plan.ExpressionFailure;
import com.orchestrator.engine.plan.Loop;
import com.orchestrator.engine.run.BlockRun;
import com.orchestrator.engine.run.PassesRun;
import com.orchestrator.engine.run.TaskRun;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Takes one loop through its turns: when one is over, its condition says whether there is another. */
final class Turns extends Passes {

    private final Loop loop;
    private final PassesRun.Turns turns;
    private boolean isOver;

    Turns(RunChange change, Forward forward, TaskRun task, Loop loop) {
        super(change, forward, task);
        this.loop = loop;
        this.turns = (PassesRun.Turns) Objects.requireNonNull(task.passes());
    }

    @Override
    PassesRun.Turns passes() {
        return turns;
    }

    void start() {
        change.emit(new TaskEvent.TaskEntered(task.key().taskId(), task.key().iteration(), null, null));
        goOn();
    }

    /** A turn that ends at once is followed by the next one here, so that turns do not pile up as calls do. */
    @Override
    void begin() {
        while (isUnderWay() && !task.hasTimer() && !turns.isActive()) {
            BlockRun turn = turnToBegin();
            if (turn == null || rests()) {
                return;
            }
            change.passBegins();
            forward.resumeBlock(turn);
            if (!turn.isDone()) {
                return;
            }
        }
    }

    /** The one to go on with, else the next one; null when the loop is over, or has failed. */
    private @Nullable BlockRun turnToBegin() {
        int index = turns.next();
        try {
            isOver = index == turns.begun() && !wants(index);
        } catch (ExpressionFailure failure) {
            failed(Forward.expressionError(change, failure));
            return null;
        }
        if (isOver) {
            return null;
        }
        if (index >= loop.turnsMax()) {
            failed(fatal(
                    Loop.TOO_MANY_TURNS,
                    "Loop " + task.key() + " is not over after " + loop.turnsMax()
                            + (loop.turnsMax() == 1 ? " turn" : " turns")));
            return null;
        }
        return run.taskRuns().inside(task, index);
    }

    /** Whether the condition wants another turn. */
    private boolean wants(int index) {
        return switch (loop.way()) {
            case WHILE -> holds(index);
            case UNTIL -> index == 0 || !holds(index - 1);
        };
    }

    private boolean holds(int index) {
        return loop.condition().test(RunScope.inside(run, run.taskRuns().inside(task, index)));
    }

    @Override
    boolean isOver() {
        return isOver;
    }

    @Override
    Payload output() {
        int count = turns.begun();
        if (loop.results() == Loop.Results.ALL) {
            return turns.outputs(count);
        }
        return Objects.requireNonNullElse(count == 0 ? null : turns.outputOf(count - 1), Payload.NULL);
    }
}
