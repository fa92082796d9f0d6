package com.orchestrator.engine.decision.forward;

import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.TaskError;
import com.orchestrator.engine.decision.RunChange;
import com.orchestrator.engine.decision.RunScope;
import com.orchestrator.engine.history.Iteration;
import com.orchestrator.engine.history.TaskEvent;
import com.orchestrator.engine.plan.ExpressionFailure;
import com.orchestrator.engine.plan.Node;
import com.orchestrator.engine.run.BlockRun;
import com.orchestrator.engine.run.ItemsRun;
import com.orchestrator.engine.run.Run;
import com.orchestrator.engine.run.TaskRun;
import java.util.Objects;

/**
 * Takes one map through its items: as many at once as it allows, the next one when one has ended. What an item costs does
 * not depend on how many there are; {@link ItemsRun} counts.
 */
final class Items {

    /** One decision becomes one page of the history, so items that end at once must not all be in it. */
    static final int BEGUN_AT_ONCE_MAX = 1_000;

    private final RunChange change;
    private final Run run;
    private final Forward forward;
    private final TaskRun task;
    private final ItemsRun items;

    Items(RunChange change, Forward forward, TaskRun task) {
        this.change = change;
        this.run = change.run();
        this.forward = forward;
        this.task = task;
        this.items = Objects.requireNonNull(task.items());
    }

    void start(Payload list) {
        if (!list.isList()) {
            new Failing(change)
                    .failed(task, fatal("ITEMS_NOT_A_LIST", "'items' of map " + task.key() + " is not a list"));
            return;
        }
        int max = change.context().limits().mapItemsMax();
        int count = list.elements().size();
        if (count > max) {
            new Failing(change)
                    .failed(
                            task,
                            fatal(
                                    "TOO_MANY_ITEMS",
                                    "Map " + task.key() + " has " + count + " items; this server allows " + max));
            return;
        }
        Long known = run.sequenceOf(list);
        change.emit(
                new TaskEvent.MapStarted(task.key().taskId(), task.key().iteration(), known),
                known == null ? list : null);
        goOn();
    }

    private static TaskError fatal(String code, String message) {
        return new TaskError(FailureKind.FATAL, code, message, null);
    }

    /** All tasks of an item are done. */
    void done(Node.Map map, BlockRun block) {
        int index = Iteration.index(Objects.requireNonNull(block.iteration()));
        try {
            if (run.plan().index().outputsRead().contains(map.id()) && !items.hasPassed(index)) {
                pass(index, output(map, block));
            }
        } catch (ExpressionFailure failure) {
            new Failing(change).failed(task, Forward.expressionError(failure));
            return;
        }
        goOn();
    }

    private void pass(int index, Payload output) {
        Long known = run.sequenceOf(output);
        change.emit(
                new TaskEvent.ItemPassed(task.key().taskId(), task.key().iteration(), index, known),
                known == null ? output : null);
    }

    private Payload output(Node.Map map, BlockRun block) {
        Node last = block.block().nodes().get(block.block().nodes().size() - 1);
        if (map.itemOutput() != null) {
            return map.itemOutput().evaluate(RunScope.inside(run, block));
        }
        return Objects.requireNonNullElse(run.task(block.key(last)).output(), Payload.NULL);
    }

    /** Begins items as long as there is room, and closes the map when none is left. */
    void goOn() {
        if (!change.enter(task)) {
            return;
        }
        try {
            begin();
        } finally {
            change.leave(task);
        }
        if (isUnderWay() && task.blocksDone() + task.blocksLost() == items.total()) {
            boolean isRead =
                    run.plan().index().outputsRead().contains(task.key().taskId());
            forward.passed(task, isRead ? items.output() : null);
        }
    }

    private boolean isUnderWay() {
        return run.phase() == Run.Phase.FORWARD && task.state() == TaskRun.State.RUNNING;
    }

    private void begin() {
        int concurrencyMax = ((Node.Map) task.node()).concurrencyMax();
        while (isUnderWay() && items.next() >= 0 && items.hasRoom(concurrencyMax) && !task.hasTimer()) {
            if (change.itemsBegun() >= BEGUN_AT_ONCE_MAX) {
                change.emit(
                        new TaskEvent.MapRested(task.key().taskId(), task.key().iteration(), change.now()));
                return;
            }
            change.itemBegins();
            forward.resumeBlock(run.taskRuns().inside(task, items.next()));
        }
    }

    void goOnAfterRest() {
        change.emit(new TaskEvent.MapRested(task.key().taskId(), task.key().iteration(), null));
        goOn();
    }
}
