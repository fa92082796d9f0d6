package com.orchestrator.engine.decision.forward;

import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.decision.RunChange;
import com.orchestrator.engine.history.TaskEvent;
import com.orchestrator.engine.plan.Node;
import com.orchestrator.engine.run.PassesRun;
import com.orchestrator.engine.run.TaskRun;
import java.util.Objects;

/** Takes one map through its items: as many at once as it allows, the next one when one has ended. */
final class Items extends Passes {

    private final PassesRun.Items items;

    Items(RunChange change, Forward forward, TaskRun task) {
        super(change, forward, task);
        this.items = (PassesRun.Items) Objects.requireNonNull(task.passes());
    }

    @Override
    PassesRun.Items passes() {
        return items;
    }

    void start(Payload list) {
        if (!list.isList()) {
            failed(fatal("ITEMS_NOT_A_LIST", "'items' of map " + task.key() + " is not a list"));
            return;
        }
        int max = change.context().limits().mapItemsMax();
        int count = list.elements().size();
        if (count > max) {
            failed(fatal(
                    "TOO_MANY_ITEMS", "Map " + task.key() + " has " + count + " items; this server allows " + max));
            return;
        }
        Long known = run.sequenceOf(list);
        change.emit(
                new TaskEvent.MapStarted(task.key().taskId(), task.key().iteration(), known),
                known == null ? list : null);
        goOn();
    }

    @Override
    void begin() {
        int concurrencyMax = ((Node.Map) task.node()).concurrencyMax();
        while (isUnderWay() && items.next() >= 0 && items.hasRoom(concurrencyMax) && !task.hasTimer()) {
            if (rests()) {
                return;
            }
            change.passBegins();
            forward.resumeBlock(run.taskRuns().inside(task, items.next()));
        }
    }

    @Override
    boolean isOver() {
        return task.blocksDone() + task.blocksLost() == items.total();
    }

    @Override
    Payload output() {
        return items.outputs(items.total());
    }
}
